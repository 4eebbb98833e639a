using Xmrl.External.Protocol;
using Xmrl.Fixtures;

namespace Xmrl.External.Tests.Protocol;

/// <summary>Frames in both directions, and answers that are none.</summary>
public sealed class FrameStreamTests
{
    private const int Cases = 20_000;

    [Fact]
    public void Send_Request_WritesHeaderAndPayload()
    {
        using MemoryStream sent = new();
        FrameStream frames = new(sent, Stream.Null);
        "abc"u8.CopyTo(frames.Begin(FrameKind.Step, 3));
        frames.Send();
        sent.ToArray().ShouldBe([.. "XENV"u8, 1, 5, 0, 0, 3, 0, 0, 0, .. "abc"u8]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(1000)]
    public void Receive_AnswerInPieces_GivesThePayload(int piece)
        => Received(Answer(0x85, "abc"u8), 3, piece).ShouldBe("abc"u8.ToArray());

    [Fact]
    public void Receive_LongAnswer_Grows()
    {
        byte[] payload = new byte[100_000];
        payload[^1] = 7;
        Received(Answer(0x85, payload), -1, 4096).ShouldBe(payload);
    }

    [Fact]
    public void Receive_WrongAnswers_SayWhat()
    {
        Refusal([]).ShouldBe("ended after 0 of 12 bytes of its answer");
        Refusal(Answer(0x85, "abc"u8)[..13]).ShouldBe("ended after 13 of 15 bytes of its answer");
        Refusal("Hello\nworld"u8.ToArray()).ShouldBe("wrote text where an answer was due: \"Hello world\"");
        Refusal([.. "XENV"u8, 2, 0x85, 0, 0, 3, 0, 0, 0, 1, 2, 3]).ShouldBe(
            "speaks version 2 of the protocol; this program speaks version 1");
        Refusal(Answer(0x84, "abc"u8)).ShouldContain("answered Step with a frame of kind 0x84; 0x85 and two zeros expected");
        Refusal(Answer(0x85, "abcd"u8)).ShouldBe("answered Step with 4 bytes; 3 expected");
        Refusal([.. Answer(0x85, "abc"u8), .. "more"u8]).ShouldBe("sent 4 bytes more than its answer: \"more\"");
        Refusal(Answer(0xFF, "no"u8)).ShouldBe("says: no");
        Refusal([.. "XENV"u8, 1, 0xFF, 0, 0, 0, 0, 0, 1]).ShouldBe("announces a fault of 16777216 bytes; at most 65536 are allowed");
    }

    [Fact]
    public void Receive_HostileBytes_AnswersOrRefusesWithinBounds()
    {
        (int accepted, int refused) = Fuzzer.Run(
            new FuzzTarget
            {
                Name = "answers",
                Corpus = [Answer(0x85, "abc"u8), Answer(0x85, "xyz"u8)],
                Tokens = ["XENV", "\u0001", "\u0085", "\0\0", "\u00ff", "XENV\u0001"],
                Read = bytes => Received(bytes, 3, 7).Length.ShouldBe(3),
                Fault = error => error is ProtocolException ? null : "an exception that is not documented",
            },
            Cases,
            seed: 32);
        accepted.ShouldBePositive();
        refused.ShouldBePositive();
    }

    private static byte[] Answer(byte kind, ReadOnlySpan<byte> payload)
        => [.. "XENV"u8, 1, kind, 0, 0, .. BitConverter.GetBytes(payload.Length), .. payload];

    private static string Refusal(byte[] answer) => Should.Throw<ProtocolException>(() => Received(answer, 3, 1000)).Message;

    private static byte[] Received(byte[] bytes, int expected, int piece)
    {
        using Pieces input = new(bytes, piece);
        return new FrameStream(Stream.Null, input).Receive(FrameKind.Step, expected).ToArray();
    }

    /// <summary>Gives at most so many bytes at a time, as pipes do.</summary>
    private sealed class Pieces(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, piece));
    }
}
