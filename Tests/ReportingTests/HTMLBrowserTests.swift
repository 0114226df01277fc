import Foundation
import Reporting
import Subprocess
import Testing

/// Opens the page in a real browser.
struct HTMLBrowserTests {
  /// The name of one that is installed.
  static let browser = ["chromium", "chromium-browser", "google-chrome"].first { name in
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    let folders = path.split(separator: ":")
    return folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(name)") }
  }

  @Test(
    "A browser draws the page, wide and narrow, light and dark",
    .enabled(if: browser != nil, "needs Chromium: apt-get install chromium"), .timeLimit(.minutes(10)),
    arguments: ["memory", "scheduler", "aio", "compression", "migration", "comparison"])
  func screenshots(of benchmark: String) async throws {
    let page =
      switch benchmark {
      case "scheduler": HTMLReport.render([FixtureRun(packages: 2, coresPerNode: 2, blocks: 4).scheduler])
      case "aio": HTMLReport.render([FixtureRun(blocks: 4).aio])
      case "compression": HTMLReport.render([FixtureRun(blocks: 4).compression])
      case "migration": HTMLReport.render([FixtureRun(blocks: 4).migration])
      case "comparison":
        ComparisonPage.render(ComparisonFixture().comparison, suspects: ComparisonFixture.suspects)
      default: HTMLReport.render([FixtureRun(blocks: 4).run])
      }
    let directory = NSTemporaryDirectory() + "assay-html-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: directory) }
    try Data(page.utf8).write(
      to: URL(fileURLWithPath: directory + "/page.html"))
    try Data("<!doctype html><title>blank</title>".utf8).write(
      to: URL(fileURLWithPath: directory + "/blank.html"))

    var pictures: [Data] = []
    for width in [1600, 500] {
      let blank = try await shoot("blank.html", in: directory, width: width, isDark: false)
      for isDark in [false, true] {
        let picture = try await shoot("page.html", in: directory, width: width, isDark: isDark)
        // An empty picture compresses to almost nothing; text and drawings do not.
        #expect(picture.count > 8 * blank.count, "\(width) px, dark \(isDark): \(picture.count) bytes")
        pictures.append(picture)
      }
    }
    #expect(Set(pictures).count == pictures.count, "each width and colour scheme looks different")
  }

  private func shoot(_ page: String, in directory: String, width: Int, isDark: Bool) async throws -> Data {
    let picture = "\(directory)/picture.png"
    try? FileManager.default.removeItem(atPath: picture)
    let browser = try #require(Self.browser)
    let result = try await Subprocess.run(
      .name(browser),
      arguments: [
        "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
        "--user-data-dir=\(directory)/profile",
        "--blink-settings=preferredColorScheme=\(isDark ? 0 : 1)", "--window-size=\(width),3000",
        "--screenshot=\(picture)", "file://\(directory)/\(page)",
      ], output: .discarded, error: .string(limit: 1 << 20))
    let bytes = try? Data(contentsOf: URL(fileURLWithPath: picture))
    let complaint = result.standardError.suffix(400)
    let data = try #require(bytes, "no picture: \(complaint)")
    try #require(data.prefix(4) == Data([0x89, 0x50, 0x4E, 0x47]), "no PNG")
    return data
  }
}
