using System.Globalization;
using System.Text;

namespace Xmrl.Fixtures;

/// <summary>Feeds a reader damaged files and fails at the first answer that is not documented, at a case that takes for ever, and at one
/// that takes too much memory.</summary>
/// <remarks>Case i depends on the seed and i alone. A failure prints both and the smallest case that fails alike.</remarks>
internal static class Fuzzer
{
    /// <summary>Far longer than any case takes on a slow machine: only a reader that does not end gets there.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(60);

    /// <summary>Set to n, every fuzzer runs n times as many cases; the first ones stay the same.</summary>
    private const string MoreVariable = "XMRL_FUZZ";

    private const int StackBytes = 512 << 10;
    private const int ShrinkingReads = 3000;
    private const int ShownBytes = 1500;

    /// <summary>Runs cases 0 … <paramref name="cases"/> − 1, or as many times more as XMRL_FUZZ says.</summary>
    /// <returns>How many were accepted, and how many refused.</returns>
    public static (int Accepted, int Refused) Run(FuzzTarget target, int cases, ulong seed)
    {
        cases *= int.TryParse(Environment.GetEnvironmentVariable(MoreVariable), CultureInfo.InvariantCulture, out int times)
            ? Math.Clamp(times, 1, 1000)
            : 1;
        foreach (byte[] valid in target.Corpus)
        {
            target.Read(valid);
        }

        int current = 0;
        int refused = 0;
        string? failure = null;
        var worker = new Thread(
            () =>
            {
                for (int i = 0; i < cases && failure is null; i++)
                {
                    Volatile.Write(ref current, i);
                    byte[] bytes = Case(target, seed, i);
                    string? fault = Fault(target, bytes, out bool accepted);
                    refused += accepted ? 0 : 1;
                    failure = fault is null ? null : Describe(target, seed, i, bytes, fault);
                }
            },
            StackBytes)
        { IsBackground = true };
        worker.Start();
        int seen = -1;
        while (!worker.Join(s_longest))
        {
            int now = Volatile.Read(ref current);
            if (now == seen && failure is null)
            {
                byte[] bytes = Case(target, seed, now);
                Assert.Fail(
                    $"{target.Name}, seed {seed}, case {now}: reading did not end within {s_longest.TotalSeconds} s. {Show(bytes)}");
            }

            seen = now;
        }

        if (failure is not null)
        {
            Assert.Fail(failure);
        }

        return (cases - refused, refused);
    }

    private static byte[] Case(FuzzTarget target, ulong seed, int number) =>
        new Mutator((seed << 32) ^ (ulong)number).Mutate(target.Corpus, target.Tokens);

    /// <summary>What is wrong with the reader's answer; its first line names the kind of fault.</summary>
    private static string? Fault(FuzzTarget target, byte[] bytes, out bool accepted)
    {
        accepted = true;
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            target.Read(bytes);
        }
        catch (Exception error)
        {
            accepted = false;
            if (target.Fault(error) is string fault)
            {
                return $"{fault} ({error.GetType().Name})\n{error}";
            }
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        long limit = target.MemoryAlways + (target.MemoryPerByte * bytes.Length);
        return allocated > limit ? $"too much memory\n{allocated} bytes; expected at most {limit} for {bytes.Length} bytes" : null;
    }

    private static string Describe(FuzzTarget target, ulong seed, int number, byte[] bytes, string fault)
    {
        byte[] smallest = Shrink(target, bytes, Kind(fault));
        return $"{target.Name}, seed {seed}, case {number}: {Fault(target, smallest, out _) ?? fault}\nSmallest case: {Show(smallest)}";
    }

    /// <summary>Leaves out ever smaller parts as long as the fault stays the same.</summary>
    private static byte[] Shrink(FuzzTarget target, byte[] bytes, string kind)
    {
        int reads = 0;
        for (int length = Math.Max(1, bytes.Length / 2); length > 0; length /= 2)
        {
            for (int at = 0; at + length <= bytes.Length && reads < ShrinkingReads;)
            {
                byte[] shorter = [.. bytes.AsSpan(0, at), .. bytes.AsSpan(at + length)];
                reads++;
                if (Fault(target, shorter, out _) is string fault && Kind(fault) == kind)
                {
                    bytes = shorter;
                }
                else
                {
                    at += length;
                }
            }
        }

        return bytes;
    }

    private static string Kind(string fault) => fault.Split('\n')[0];

    private static string Show(byte[] bytes)
    {
        var text = new StringBuilder();
        foreach (byte value in bytes.AsSpan(0, Math.Min(bytes.Length, ShownBytes)))
        {
            _ = value switch
            {
                (byte)'\n' => text.Append("\\n"),
                (byte)'\\' => text.Append("\\\\"),
                >= 32 and < 127 => text.Append((char)value),
                _ => text.Append(CultureInfo.InvariantCulture, $"\\x{value:x2}"),
            };
        }

        return $"{bytes.Length} bytes{(bytes.Length > ShownBytes ? $", the first {ShownBytes}" : "")}: {text}";
    }
}
