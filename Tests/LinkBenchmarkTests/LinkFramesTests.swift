import Testing

@testable import LinkBenchmark

@Suite("Frames of the link protocol")
struct LinkFramesTests {
  @Test("What is written is read again, and every frame has its length")
  func roundTrip() throws {
    let request = LinkRequest(.stream, token: 0x0123_4567_89ab_cdef, streams: 4, warmUp: 0.25, window: 2)
    #expect(request.frame.count == LinkRequest.length)
    #expect(try LinkRequest(frame: request.frame) == request)
    let reply = LinkReply(.busy)
    #expect(reply.frame.count == LinkReply.length)
    #expect(LinkReply(frame: reply.frame) == reply)
    let result = StreamResult(bytes: 5_000, nanoseconds: 2_000, total: 7_000)
    #expect(result.frame.count == StreamResult.length)
    #expect(StreamResult(frame: result.frame) == result)
    #expect(abs(result.rate / 2.5e9 - 1) < 1e-12)
  }

  @Test("Numbers stand with their lowest byte first behind the magic")
  func layout() {
    #expect(LinkReply(.refused).frame == Array("assay-lk".utf8) + [1, 0, 0, 0, 3, 0, 0, 0])
  }

  @Test("What is no request is refused, each for its reason")
  func badRequests() {
    func refusal(_ change: (inout [UInt8]) -> Void) -> LinkRequest.Refusal? {
      var frame = LinkRequest(.echo, streams: 1, warmUp: 1, window: 1).frame
      change(&frame)
      do throws(LinkRequest.Refusal) {
        _ = try LinkRequest(frame: frame)
        return nil
      } catch {
        return error
      }
    }
    #expect(refusal { _ in } == nil)
    #expect(refusal { $0[0] ^= 1 } == .foreign)
    #expect(refusal { $0.removeLast() } == .foreign)
    #expect(refusal { $0.append(0) } == .foreign)
    #expect(refusal { $0 = [] } == .foreign)
    #expect(refusal { $0[8] = 2 } == .version(2))
    // Kind, streams 0, streams 65, an endless warm-up, a sum that would overflow.
    #expect(refusal { $0[12] = 9 } == .range)
    #expect(refusal { $0[24] = 0 } == .range)
    #expect(refusal { $0[24] = 65 } == .range)
    #expect(refusal { $0.replaceSubrange(32..<40, with: Array(repeating: 0xff, count: 8)) } == .range)
    #expect(refusal { $0.replaceSubrange(32..<48, with: Array(repeating: 0xff, count: 16)) } == .range)
  }

  @Test("Replies of another version tell that version, whatever else they say")
  func otherVersion() throws {
    var frame = LinkReply(.accepted).frame
    frame[8] = 7
    frame[12] = 200
    let reply = try #require(LinkReply(frame: frame))
    #expect(reply.version == 7 && reply.status == .version)
    #expect(
      LinkProblem.denied("n2:1", reply)?.description
        == "n2:1 speaks version 7 of the link protocol, this is version 1: take the same assay on both nodes")
    frame[8] = 1
    #expect(LinkReply(frame: frame) == nil)
    #expect(LinkReply(frame: Array("SSH-2.0-OpenSSH_9".utf8.prefix(16))) == nil)
  }

  @Test("Results that cannot be are none")
  func badResults() {
    #expect(StreamResult(frame: StreamResult(bytes: 1, nanoseconds: 0, total: 1).frame) == nil)
    #expect(StreamResult(frame: StreamResult(bytes: 2, nanoseconds: 1, total: 1).frame) == nil)
    #expect(StreamResult(frame: []) == nil)
  }
}
