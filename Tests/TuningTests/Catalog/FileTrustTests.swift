import Foundation
import Glibc
import Platform
import TestSupport
import Testing

@testable import Tuning

@Suite struct FileTrustTests {
  private static let profile = "settings: []"

  private func fixture() throws -> TuningFixture {
    let fixture = try TuningFixture(["shared/note": ""])
    try fixture.write("mine", Self.profile)
    return fixture
  }

  private func set(_ mode: Int, _ path: String) throws {
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
  }

  /// Nil where the file is believed.
  private func refusal(_ path: String, _ trust: FileTrust = .ownersOnly) -> String? {
    do throws(FileProblem) {
      try trust.check(path)
      return nil
    } catch {
      return error.description
    }
  }

  @Test func whatOnlyTheOwnerCanWriteIsBelieved() throws {
    let fixture = try fixture()
    #expect(refusal("\(fixture.tree.path)/p/mine.yaml") == nil)
    #expect(refusal("\(fixture.tree.path)/p/../p/./mine.yaml") == nil)
  }

  @Test(arguments: [0o666, 0o664, 0o646]) func whatOthersCanWriteIsNot(mode: Int) throws {
    let fixture = try fixture()
    let file = "\(fixture.tree.path)/p/mine.yaml"
    try set(mode, file)
    let text = try #require(refusal(file))
    #expect(text.hasPrefix("\(file): not believed, because \(file) can be written by others (mode "))
    #expect(text.hasSuffix("chmod go-w \(file)"))
    #expect(refusal(file, .everybody) == nil)
  }

  @Test func aFolderThatOthersCanWriteHoldsNothingToBelieve() throws {
    let fixture = try fixture()
    let (folder, file) = ("\(fixture.tree.path)/p", "\(fixture.tree.path)/p/mine.yaml")
    try set(0o777, folder)
    #expect(refusal(file)?.contains("because \(folder) can be written by others") == true)
    try set(0o1777, folder)
    #expect(refusal(file) == nil, "in a sticky folder only owners rename what is theirs")
  }

  @Test func linksAreFollowedStepByStep() throws {
    let fixture = try fixture()
    let top = fixture.tree.path
    try FileManager.default.createSymbolicLink(
      atPath: "\(top)/shared/link.yaml", withDestinationPath: "../p/mine.yaml")
    try FileManager.default.createSymbolicLink(atPath: "\(top)/way", withDestinationPath: "\(top)/shared")
    #expect(refusal("\(top)/way/link.yaml") == nil)
    try set(0o666, "\(top)/p/mine.yaml")
    #expect(refusal("\(top)/way/link.yaml")?.contains("because \(top)/p/mine.yaml can") == true)
    try set(0o644, "\(top)/p/mine.yaml")
    try set(0o777, "\(top)/shared")
    #expect(refusal("\(top)/way/link.yaml")?.contains("because \(top)/shared can") == true)
  }

  @Test func linksInACircleAreRefused() throws {
    let fixture = try fixture()
    let top = fixture.tree.path
    try FileManager.default.createSymbolicLink(atPath: "\(top)/a", withDestinationPath: "b")
    try FileManager.default.createSymbolicLink(atPath: "\(top)/b", withDestinationPath: "a")
    #expect(refusal("\(top)/a") == "\(top)/a: more than 40 links lead to it")
    #expect(refusal("\(top)/nothing")?.contains("who could have written it is not known") == true)
  }

  @Test(.enabled(if: geteuid() == 0, "giving a file to another user needs root"))
  func anotherUsersFileIsNot() throws {
    let fixture = try fixture()
    let file = "\(fixture.tree.path)/p/mine.yaml"
    try FileManager.default.setAttributes([.ownerAccountID: 12345], ofItemAtPath: file)
    #expect(refusal(file)?.contains("\(file) belongs to user 12345") == true)
  }

  @Test func includedFilesAndTheCatalogCountAsWell() throws {
    let fixture = try fixture()
    try fixture.write("top", "include: [mine.yaml]\nsettings: []")
    let loader = ProfileLoader(catalog: try fixture.loadedCatalog(), trust: .ownersOnly)
    let top = "\(fixture.tree.path)/p/top.yaml"
    _ = try loader.load(top)
    try set(0o666, "\(fixture.tree.path)/p/mine.yaml")
    #expect(throws: FileProblem.self) { try loader.load(top) }
    let catalog = "\(fixture.tree.path)/p/catalog.yaml"
    try set(0o666, catalog)
    #expect(throws: FileProblem.self) { try Catalog.load(catalog, trust: .ownersOnly) }
  }
}
