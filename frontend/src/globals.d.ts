/** True only in builds for development: production bundles hold no burner wallet. */
declare const __BURNER__: boolean
