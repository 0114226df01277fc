extension Rule {
  /// Every rule, in the order in which they are asked: of two that name one setting the first has it.
  public static let all: [Rule] =
    HugePageRules.all + NUMARules.all + ReclaimRules.all + SchedulerRules.all + NoiseRules.all
    + HousekeepingRules.all + PowerRules.all + ClockRules.all + PollingRules.all + BlockDeviceRules.all
    + QueueRules.all + WriteBackRules.all + SwapRules.all + SamePageRules.all + OvercommitRules.all
    + LinkRules.all + MigrationRules.all
}
