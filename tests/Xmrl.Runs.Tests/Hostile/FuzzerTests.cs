using System.Text;
using Xmrl.Fixtures;
using Xunit.Sdk;

namespace Xmrl.Runs.Tests.Hostile;

/// <summary>The fuzzer finds what it is there to find, and says how to see it again.</summary>
public sealed class FuzzerTests
{
    private const int Cases = 5_000;

    [Fact]
    public void Run_ReaderWithAFault_PrintsSeedCaseAndTheSmallestCase()
    {
        FuzzTarget target = Target(static bytes =>
        {
            if (bytes.AsSpan().IndexOf("[}"u8) >= 0)
            {
                throw new NotSupportedException();
            }
        });

        string message = Should.Throw<FailException>(() => Fuzzer.Run(target, Cases, seed: 1)).Message;

        message.ShouldContain("faulty, seed 1, case ");
        message.ShouldContain("NotSupportedException");
        message.ShouldContain("Smallest case: 2 bytes: [}");
        Should.Throw<FailException>(() => Fuzzer.Run(target, Cases, seed: 1)).Message.Split('\n')[0].ShouldBe(message.Split('\n')[0]);
    }

    [Fact]
    public void Run_ReaderThatTakesMemory_Fails()
        => Should.Throw<FailException>(
            ()
                => Fuzzer.Run(
                    Target(static bytes => _ = new byte[bytes.Length == 39 ? 100 : 2_000_000]), Cases,
                    seed: 1)).Message.ShouldContain("too much memory");

    [Fact]
    public void Run_SoundReader_CountsAnswers()
    {
        (int accepted, int refused) = Fuzzer.Run(
            Target(static bytes => _ = bytes.Length % 2 == 1 ? true : throw new InvalidDataException()), Cases, seed: 1);

        accepted.ShouldBeInRange((accepted + refused) / 4, (accepted + refused) * 3 / 4);
        (accepted + refused).ShouldBeGreaterThanOrEqualTo(Cases);
    }

    [Fact]
    public void Mutate_SameSeed_GivesTheSameBytes()
    {
        byte[] corpus = Encoding.ASCII.GetBytes("{\"a\": [1, 2]}\n");
        new Mutator(3).Mutate([corpus], ["x"]).ShouldBe(new Mutator(3).Mutate([corpus], ["x"]));
    }

    private static FuzzTarget Target(Action<byte[]> read) => new()
    {
        Name = "faulty",
        Corpus = [Encoding.ASCII.GetBytes("{\"a\": [1, 2, 3], \"b\": {\"c\": [\"text\"]} }")],
        Tokens = ["[", "}", "["],
        Read = read,
        Fault = static error => error is InvalidDataException ? null : "an exception that is not documented",
    };
}
