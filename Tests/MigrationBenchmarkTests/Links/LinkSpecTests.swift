import Foundation
import Testing

@testable import MigrationBenchmark

@Suite struct LinkSpecTests {
  @Test(arguments: [
    ("none", LinkSpec.none, "none"),
    ("relay", .relay(rate: 0, delay: 0), "relay"),
    ("relay,rate=256mbit,delay=2ms", .relay(rate: 32e6, delay: 0.002), "relay,rate=256mbit,delay=2ms"),
    ("relay,delay=0.25,rate=32m", .relay(rate: 33_554_432, delay: 0.25), "relay,rate=32m,delay=250ms"),
    (" Relay , Rate=1GBIT ", .relay(rate: 125e6, delay: 0), "relay,rate=1gbit"),
    ("relay,rate=1500", .relay(rate: 1500, delay: 0), "relay,rate=1500"),
    (
      "relay,rate=2.5gbit,delay=150us", .relay(rate: 312.5e6, delay: 150e-6), "relay,rate=2.5gbit,delay=150us"
    ),
    ("relay,rate=1000kbit,delay=0", .relay(rate: 125e3, delay: 0), "relay,rate=1mbit"),
    ("relay,rate=3k,delay=1s", .relay(rate: 3072, delay: 1), "relay,rate=3k,delay=1s"),
    ("tbf,rate=1gbit", .tbf(rate: 125e6), "tbf,rate=1gbit"),
    ("tbf,rate=2g", .tbf(rate: 0x1p31), "tbf,rate=2g"),
  ])
  func textsAreReadAndTold(_ text: String, _ spec: LinkSpec, _ shortest: String) throws {
    #expect(try LinkSpec(text) == spec)
    #expect(spec.description == shortest)
    #expect(try LinkSpec(shortest) == spec)
  }

  @Test func everyValueIsReadBackAsItWas() throws {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<2000 {
      let rate = Double.random(in: LinkSpec.rates, using: &generator)
      let delay = Double.random(in: 1e-4...10, using: &generator)
      for spec in [
        LinkSpec.relay(rate: rate, delay: delay),
        .relay(rate: rate.rounded(), delay: (delay * 1e6).rounded() / 1e6), .tbf(rate: rate),
      ] {
        #expect(try LinkSpec(spec.description) == spec, "\(spec)")
      }
    }
  }

  @Test(arguments: [
    ("", "'' is no link: write none, relay,rate=256mbit,delay=2ms or tbf,rate=1gbit"),
    ("netem", "'netem' is no link: write none, relay,rate=256mbit,delay=2ms or tbf,rate=1gbit"),
    ("none,rate=1gbit", "'rate=1gbit': none has nothing to set; write none"),
    (
      "relay,loss=1",
      "'loss=1' is nothing that relay knows: it has rate and delay, as in relay,rate=256mbit,delay=2ms"
    ),
    ("relay,", "'' is nothing that relay knows: it has rate and delay, as in relay,rate=256mbit,delay=2ms"),
    ("relay,rate=1m,rate=2m", "rate stands twice in 'relay,rate=1m,rate=2m': keep one"),
    ("tbf", "'tbf' has no rate to shape to: write tbf,rate=1gbit"),
    ("tbf,rate=0", "'tbf,rate=0' has no rate to shape to: write tbf,rate=1gbit"),
    (
      "tbf,rate=1gbit,delay=2ms",
      "tbf has no delay to give: leave it out, or take relay,rate=…,delay=…, which has"
    ),
  ])
  func whatIsNoLinkIsSaid(_ text: String, _ words: String) {
    let error = #expect(throws: LinkError.self) { try LinkSpec(text) }
    #expect(error?.kind == .unclear)
    #expect(error?.description == words)
  }

  @Test(arguments: [
    "", "mbit", "1e6", "-1", "+1", "0x10", "inf", "nan", "1 gbit", "1tbit", "999", "200g", "1.2.3", "٣mbit",
    "1mb",
    "256mbits",
  ])
  func whatIsNoRateIsSaid(_ text: String) {
    for kind in ["relay", "tbf"] {
      let error = #expect(throws: LinkError.self) { try LinkSpec("\(kind),rate=\(text)") }
      #expect(error == .rate(text))
    }
  }

  @Test(arguments: ["", "ms", "-1ms", "1m", "11s", "0.1us", "1e-3", "2 ms", "1min"])
  func whatIsNoDelayIsSaid(_ text: String) {
    #expect(throws: LinkError.delay(text)) { try LinkSpec("relay,delay=\(text)") }
  }

  @Test func valuesOutOfRangeAreNotOpened() {
    for spec in [
      LinkSpec.relay(rate: -1, delay: 0), .relay(rate: .nan, delay: 0), .relay(rate: 1e6, delay: .infinity),
      .relay(rate: 1e6, delay: -1), .tbf(rate: 0), .tbf(rate: 1e15), .tbf(rate: 1e6, delay: 1),
    ] {
      let error = #expect(throws: LinkError.self) { try spec.open() }
      #expect(error?.kind == .unclear, "\(spec)")
    }
  }

  @Test func documentsHoldTheText() throws {
    let specs = [LinkSpec.none, .relay(rate: 32e6, delay: 0.002), .tbf(rate: 125e6)]
    let text = try JSONEncoder().encode(specs)
    #expect(
      String(decoding: text, as: UTF8.self) == #"["none","relay,rate=256mbit,delay=2ms","tbf,rate=1gbit"]"#)
    #expect(try JSONDecoder().decode([LinkSpec].self, from: text) == specs)
    #expect(throws: LinkError.self) { try JSONDecoder().decode([LinkSpec].self, from: Data(#"["x"]"#.utf8)) }
  }
}
