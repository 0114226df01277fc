import FoundationEssentials
import Host
import Platform
import Testing

@testable import Experiment

@Suite struct HostDocumentTests {
  @Test func aHostsDocumentTellsTheSameAsTheHost() throws {
    let report = try HostReport.read()
    let document = Array(try JSONEncoder().encode(report))
    #expect(try HostDocument.decode(document, path: "x") == Fingerprint(report))
  }

  @Test(arguments: [
    ("", "it is empty"), ("{\"schema\":", "it is no JSON, or was cut off after 10 bytes"),
    (
      "{\"schema\": \"assay.run/7\"}",
      "assay.run/7 is not known to this version, which reads assay.run/1: update assay"
    ),
    ("{}", "it has no \"schema\""), ("{\"schema\": \"assay.plan/1\"}", "it is assay.plan/1"),
    ("{\"schema\": \"assay.run/1\"}", "host is missing"), ("{\"schema\": 1}", "it is JSON of another kind"),
    ("[1]", "it is JSON of another kind"),
  ])
  func whatTellsNoHostIsRefused(text: String, message: String) {
    let error = #expect(throws: HostDocument.Unreadable.self) {
      try HostDocument.decode(Array(text.utf8), path: "x")
    }
    #expect(error?.description == "x: \(message); a Run is needed, or what assay host --json prints")
  }
}
