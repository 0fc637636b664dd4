import { Coverage } from './coverage.ts'
import type { Figures, Outcome } from './trial.ts'

/** Figures of many runs. */
export class Totals {
  seeds = 0
  failures = 0
  readonly figures: Figures = {
    acts: 0,
    recorded: 0,
    voids: 0,
    refused: 0,
    crashes: 0,
    delivered: 0,
    lost: 0,
    settledSeen: 0,
    latePositions: 0,
    forksProven: 0,
    simulatedMs: 0,
    partitions: 0,
    clockSteps: 0,
    restores: 0,
    clones: 0,
    carried: 0,
    keyChanges: 0,
    sidesProposed: 0,
    sidesOpen: 0,
  }
  readonly coverage: Coverage = new Coverage()

  add(outcome: Outcome): void {
    this.seeds += 1
    if (outcome.faults.length > 0) this.failures += 1
    const { figures } = this
    const added = outcome.figures
    figures.acts += added.acts
    figures.recorded += added.recorded
    figures.voids += added.voids
    figures.refused += added.refused
    figures.crashes += added.crashes
    figures.delivered += added.delivered
    figures.lost += added.lost
    figures.settledSeen += added.settledSeen
    figures.latePositions += added.latePositions
    figures.forksProven += added.forksProven
    figures.simulatedMs += added.simulatedMs
    figures.partitions += added.partitions
    figures.clockSteps += added.clockSteps
    figures.restores += added.restores
    figures.clones += added.clones
    figures.carried += added.carried
    figures.keyChanges += added.keyChanges
    figures.sidesProposed += added.sidesProposed
    figures.sidesOpen += added.sidesOpen
    this.coverage.add(outcome.coverage)
  }

  text(): string {
    const { figures: f } = this
    return [
      `trials: ${this.seeds} seeds, each run twice; ${this.failures} failed`,
      `  acts: ${f.acts} asked for, ${f.recorded} recorded, ${f.refused} refused or lost in a crash, ${f.voids} void`,
      `  faults: ${f.crashes} crashes, ${f.partitions} partitions, ${f.restores} restored disks, ${f.clones} copied machines, ${f.carried} carried files, ${f.keyChanges} changes of keys, ${f.clockSteps} clock steps, ${f.lost} of ${f.lost + f.delivered} messages lost`,
      `  side channels: ${f.sidesProposed} proposed, ${f.sidesOpen} open at the end`,
      `  checks: ${f.settledSeen} settled places looked at again, ${f.latePositions} positions of a late act, ${f.forksProven} forks proven`,
      `  simulated time: ${(f.simulatedMs / 3_600_000).toFixed(1)} hours`,
    ].join('\n')
  }
}

export function replayCommand(outcome: Pick<Outcome, 'seed' | 'profile'>): string {
  return `npm run trials -- --seed ${outcome.seed} --profile ${outcome.profile}`
}
