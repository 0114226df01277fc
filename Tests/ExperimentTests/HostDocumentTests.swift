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
    ("", "x: it is empty"), ("{\"schema\":", "x: it is no JSON, or was cut off after 10 bytes"),
    (
      "{\"schema\": \"assay.run/7\"}",
      "x: assay.run/7 is not known to this version, which reads assay.run/1; update assay"
    ),
    ("{}", "x: it has no \"schema\"; a Run is needed, or what assay host --json prints"),
    (
      "{\"schema\": \"assay.plan/1\"}",
      "x: it is assay.plan/1; a Run is needed, or what assay host --json prints"
    ),
    ("{\"schema\": \"assay.run/1\"}", "x: host is missing; take a Run, or what assay host --json prints"),
    ("{\"schema\": 1}", "x: schema: expected String; take a Run, or what assay host --json prints"),
  ])
  func whatTellsNoHostIsRefused(text: String, message: String) {
    let error = #expect(throws: HostDocument.Unreadable.self) {
      try HostDocument.decode(Array(text.utf8), path: "x")
    }
    #expect(error?.description == message)
  }
}
