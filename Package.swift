// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target is held to the same rules: Swift 6 concurrency, explicit unsafety, no warnings.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .treatWarning("StrictMemorySafety", as: .warning),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableExperimentalFeature("Lifetimes"),
]

extension Target {
  /// A library module. List only modules that stand above it in this file: imports point upwards here, never down.
  ///
  /// - Parameter embedding: files whose bytes become part of the executable, which then needs nothing beside it.
  static func module(_ name: String, _ dependencies: [Dependency] = [], embedding: [String] = []) -> Target {
    .target(
      name: name, dependencies: dependencies, resources: embedding.map { .embedInCode($0) },
      swiftSettings: strict)
  }

  /// A module that computes and does nothing else: optimised in debug builds too, where its loops would take the tests
  /// minutes instead of seconds. Its preconditions hold in both.
  static func computing(_ name: String, _ dependencies: [Dependency] = []) -> Target {
    .target(
      name: name, dependencies: dependencies,
      swiftSettings: strict + [.unsafeFlags(["-O"], .when(configuration: .debug))])
  }

  /// An executable: an `@main` of a few lines on top of `AssayCommands`.
  static func tool(_ name: String) -> Target {
    .executableTarget(name: name, dependencies: ["AssayCommands"], swiftSettings: strict)
  }

  /// The tests of one module, mirroring its sources.
  static func tests(of name: String, _ dependencies: [Dependency], resources: [Resource] = []) -> Target {
    .testTarget(
      name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
  }
}

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")

let package = Package(
  name: "assay",
  products: [
    .executable(name: "assay", targets: ["assay"]),
    .executable(name: "assay-memory", targets: ["assay-memory"]),
    .executable(name: "assay-scheduler", targets: ["assay-scheduler"]),
    .executable(name: "assay-aio", targets: ["assay-aio"]),
    .executable(name: "assay-compression", targets: ["assay-compression"]),
    .executable(name: "assay-migration", targets: ["assay-migration"]),
    .executable(name: "assay-tune", targets: ["assay-tune"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
  ],
  targets: [
    .systemLibrary(name: "CNuma", pkgConfig: "numa", providers: [.apt(["libnuma-dev"])]),
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "CHwloc", pkgConfig: "hwloc", providers: [.apt(["libhwloc-dev"])]),
    .target(
      name: "CPlatform",
      linkerSettings: [
        .linkedLibrary("aio"), .linkedLibrary("uring"), .linkedLibrary("zstd"), .linkedLibrary("lz4"),
        .linkedLibrary("yaml"),
      ]),

    .computing("Statistics"),
    .module("Platform", ["CPlatform", "CNuma", "CHwloc", "CSQLite", "Statistics"]),
    .module("Host", ["Platform"]),
    .module("Experiment", ["Host", "Platform", "Statistics", subprocess, system]),
    .computing("Comparison", ["Experiment", "Host", "Platform", "Statistics"]),
    .module("MemoryBenchmark", ["Experiment", "Host", "Platform", "Statistics"]),
    .module("SchedulerBenchmark", ["Experiment", "Host", "Platform", "Statistics"]),
    .module("AIOBenchmark", ["Experiment", "Host", "Platform", "Statistics"]),
    .module("CompressionBenchmark", ["Experiment", "Host", "Platform", "Statistics"]),
    .module("LinkBenchmark", ["Experiment", "Host", "Platform", "Statistics"]),
    .module("VirtualMachine", ["Host", "Platform", subprocess, system]),
    .module(
      "MigrationBenchmark", ["VirtualMachine", "Experiment", "Host", "Platform", "Statistics"]),
    .module("Tuning", ["Host", "Platform"]),
    .module(
      "Advice",
      ["Tuning", "Comparison", "Experiment", "Host", "Platform", "Statistics", subprocess, system]),
    .module("Notebook", ["Experiment", "Host", "Platform", "Statistics"]),
    .module(
      "Fleet", ["Comparison", "Experiment", "Host", "Platform", "Statistics", subprocess, system],
      embedding: ["Playbook"]),
    .module(
      "Reporting",
      [
        "Fleet", "Notebook", "Advice", "Tuning", "Comparison", "Experiment", "Host", "Platform", "Statistics",
      ]),
    .module(
      "AssayCommands",
      [
        "Reporting", "Fleet", "Notebook", "Advice", "Tuning", "Comparison", "MigrationBenchmark",
        "VirtualMachine",
        "CompressionBenchmark", "AIOBenchmark",
        "LinkBenchmark", "SchedulerBenchmark", "MemoryBenchmark", "Experiment", "Host",
        "Platform", "Statistics",
        argumentParser,
      ]),
    .tool("assay"),
    .tool("assay-memory"),
    .tool("assay-scheduler"),
    .tool("assay-aio"),
    .tool("assay-compression"),
    .tool("assay-migration"),
    .tool("assay-tune"),

    .target(
      name: "TestSupport", dependencies: ["Host", "Platform"], path: "Tests/TestSupport",
      resources: [.copy("Topologies")], swiftSettings: strict),
    .tests(
      of: "StatisticsTests", ["Statistics"], resources: [.copy("Golden")]),
    .target(name: "CAllocations", dependencies: ["CPlatform"], path: "Tests/CAllocations"),
    .tests(of: "PlatformTests", ["Platform", "CPlatform", "CAllocations", "Statistics", "TestSupport"]),
    .tests(
      of: "HostTests", ["Host", "Platform", "Reporting", "TestSupport"],
      resources: [.copy("Expected")]),
    .tests(of: "ExperimentTests", ["Experiment", "Host", "Platform", "Statistics"]),
    .tests(
      of: "ComparisonTests", ["Comparison", "Experiment", "Host", "Platform", "Statistics", "TestSupport"]),
    .tests(of: "NotebookTests", ["Notebook", "Experiment", "Host", "Platform", "Statistics", "TestSupport"]),
    .tests(of: "MemoryBenchmarkTests", ["MemoryBenchmark", "Experiment", "Host", "Platform", "TestSupport"]),
    .tests(
      of: "SchedulerBenchmarkTests",
      ["SchedulerBenchmark", "Experiment", "Host", "Platform", "Statistics", "TestSupport"]),
    .tests(
      of: "AIOBenchmarkTests",
      ["AIOBenchmark", "Experiment", "Host", "Platform", "Statistics", "TestSupport"]),
    .tests(
      of: "CompressionBenchmarkTests",
      ["CompressionBenchmark", "Experiment", "Host", "Platform", "Statistics", "TestSupport"]),
    .tests(
      of: "LinkBenchmarkTests",
      ["LinkBenchmark", "Experiment", "Host", "Platform", "Statistics", "TestSupport"]),
    .tests(of: "VirtualMachineTests", ["VirtualMachine", "Host", "Platform", "TestSupport"]),
    .tests(
      of: "MigrationBenchmarkTests",
      ["MigrationBenchmark", "VirtualMachine", "Experiment", "Host", "Platform", "Statistics", "TestSupport"]),
    .tests(
      of: "TwinTests",
      [
        "AssayCommands", "Advice", "Tuning", "VirtualMachine", "assay", "Host", "Platform", "Statistics",
        "TestSupport",
      ]),
    .tests(of: "TuningTests", ["Tuning", "Host", "Platform", "Statistics", "TestSupport"]),
    .tests(
      of: "AdviceTests",
      ["Advice", "Tuning", "Comparison", "Experiment", "Host", "Platform", "Statistics", "TestSupport"],
      resources: [.copy("Layout/Expected")]),
    .tests(
      of: "FleetTests",
      [
        "Fleet", "Comparison", "Experiment", "Host", "Platform", "Statistics", "TestSupport", subprocess,
        system,
      ]),
    .tests(
      of: "ReportingTests",
      [
        "Reporting", "Fleet", "Notebook", "Advice", "Tuning", "Comparison", "Experiment", "Host", "Platform",
        "Statistics", "TestSupport",
        subprocess,
      ],
      resources: [.copy("Layout/Expected")]),
    .tests(
      of: "ToolTests",
      [
        "assay", "assay-memory", "assay-scheduler", "assay-aio", "assay-compression", "assay-migration",
        "assay-tune",
        "CompressionBenchmark", "VirtualMachine", "Experiment", "Host", "Platform", "Statistics",
        "TestSupport",
        subprocess, system,
      ]),
  ]
)
