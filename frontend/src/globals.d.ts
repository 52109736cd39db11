/** True only in builds for development: production bundles hold no burner wallet. */
declare const __BURNER__: boolean
/** The deployments this release vouches for, each as `networkScope` names it. */
declare const __DEPLOYMENTS__: readonly string[]
/** The market contracts this release vouches for, each as `chainId:address`. */
declare const __MARKETS__: readonly string[]
/** The people contracts this release vouches for, each as `chainId:Vouches:Jury:RewardPool`. */
declare const __PEOPLE__: readonly string[]
