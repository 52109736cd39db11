import type { Neighbourhood as Told } from '../../api/peopleModel.ts'
import type { Hex } from '../../api/model.ts'
import type { Neighbourhood } from '../../personhood/neighbourhood.ts'

/** A gateway's answer as the twin takes it; what it claims is checked later, by hashes. */
export function readNeighbourhood(told: Told): Neighbourhood {
  const { header, standing } = told
  return {
    epoch: told.epoch,
    root: hex(told.root),
    header: header && { ...header, columns: header.columns.map(hex) },
    isWhole: told.isWhole,
    seat: told.seat,
    standing: standing && { word: hex(standing.word), path: standing.path.map(hex) },
    nodes: told.nodes.map((node) => ({
      ...node,
      share: Number(node.share),
      bound: Number(node.bound),
      support: Number(node.support),
    })),
  }
}

// Safety: the schema's pattern; a wrong form makes the check that uses it fail.
const hex = (text: string): Hex => text as Hex
