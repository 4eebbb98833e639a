using System.Text;
using Xmrl.Fixtures;
using Xmrl.Runs.TensorBoard;

namespace Xmrl.Runs.Tests.TensorBoard;

public sealed class EventWriterTests : IDisposable
{
    private static readonly double[] s_awkward =
    [
        0.1, -0.0, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e-45, 1e300, 1.0 / 3, 0,
    ];
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder["events"];

    public void Dispose() => _folder.Dispose();

    /// <summary>The check value that catalogues of checksums list for CRC-32C.</summary>
    [Fact]
    public void Crc_CheckValue_IsTheCatalogues()
        => PlainEventReader.Crc32C("123456789"u8).ShouldBe(0xE3069283u);

    [Fact]
    public void MaskedCrc_EveryLength_EqualsOneBitAtATime()
    {
        byte[] data = [.. Enumerable.Range(0, 257).Select(static i => (byte)(i * 31))];
        for (int length = 0; length < data.Length; length++)
        {
            MaskedCrc.Of(data.AsSpan(0, length)).ShouldBe(PlainEventReader.Masked(data.AsSpan(0, length)), $"{length} bytes");
        }
    }

    [Fact]
    public void Write_AwkwardNumbers_ArriveAtAnIndependentReader()
    {
        var clock = new FixedTime(new DateTimeOffset(2026, 1, 2, 3, 4, 5, 500, TimeSpan.Zero));
        using (EventWriter writer = EventWriter.Open(Path, time: clock))
        {
            writer.Write(0, s_awkward.Select(static (value, i) => KeyValuePair.Create($"task/{i}/return", value)));
            writer.Write(1L << 40, [KeyValuePair.Create("charts/ä", 1.0)]);
        }

        var events = PlainEventReader.Read(File.ReadAllBytes(Path));

        events.Select(static e => e.Version).ShouldBe(["brain.Event:2", null, null]);
        events.ShouldAllBe(e => e.WallTime == 1767323045.5);
        events.Select(static e => e.Step).ShouldBe([0, 0, 1L << 40]);
        events[1].Values.Select(static v => v.Tag).ShouldBe(s_awkward.Select(static (_, i) => $"task/{i}/return"));
        events[1].Values.Select(static v => BitConverter.SingleToInt32Bits(v.Value))
            .ShouldBe(s_awkward.Select(static value => BitConverter.SingleToInt32Bits((float)value)));
        events[2].Values.ShouldBe([("charts/ä", 1f)]);
    }

    [Fact]
    public void Read_OwnFile_GivesWhatWasWritten()
    {
        Write(0, 3);

        ScalarEvent[] events = [.. EventReader.Read(Path)];

        events.Select(static e => e.Step).ShouldBe([0, 1, 2]);
        events[2].Values.ShouldBe([KeyValuePair.Create("a", 2f), KeyValuePair.Create("b", 2f / 7)]);
    }

    /// <summary>As a run that was killed in the middle of a record and goes on from a checkpoint before it.</summary>
    [Fact]
    public void Open_ResumedAtAnEarlierStep_GivesTheBytesOfAnUninterruptedRun()
    {
        Write(0, 10);
        byte[] whole = File.ReadAllBytes(Path);
        File.Delete(Path);
        Write(0, 7);
        byte[] killed = File.ReadAllBytes(Path);
        for (int lost = 0; lost < 40; lost++)
        {
            File.WriteAllBytes(Path, killed[..^lost]);
            Write(5, 10);

            File.ReadAllBytes(Path).ShouldBe(whole, $"{lost} bytes were lost");
        }
    }

    [Fact]
    public void Open_EveryLength_KeepsWholeStepsOnly()
    {
        Write(0, 3);
        byte[] whole = File.ReadAllBytes(Path);
        for (int length = 0; length <= whole.Length; length++)
        {
            File.WriteAllBytes(Path, whole[..length]);
            long next;
            using (EventWriter writer = EventWriter.Open(Path, 100))
            {
                next = writer.NextStep;
            }

            PlainEventReader.Read(File.ReadAllBytes(Path)).Count(static e => e.Version is null).ShouldBe((int)next, $"{length} bytes");
        }
    }

    [Fact]
    public void Open_DamagedRecord_IsCutThere()
    {
        Write(0, 10);
        byte[] bytes = File.ReadAllBytes(Path);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(Path, bytes);
        Should.Throw<InvalidDataException>(() => EventReader.Read(Path).ToList()).Message.ShouldStartWith($"{Path}, byte ");

        using (EventWriter writer = EventWriter.Open(Path, 10))
        {
            writer.NextStep.ShouldBeInRange(1, 9);
            writer.Write(9, []);
        }

        EventReader.Read(Path).Last().Step.ShouldBe(9);
    }

    [Fact]
    public void Write_StepBeforeTheLast_IsRefused()
    {
        using EventWriter writer = EventWriter.Open(Path);
        writer.Write(3, []);

        Should.Throw<ArgumentOutOfRangeException>(() => writer.Write(3, []));
    }

    [Fact]
    public void Read_OtherFile_SaysWhereAndWhat()
    {
        File.WriteAllBytes(Path, Encoding.UTF8.GetBytes("{\"iteration\":0,\"a\":1}\n"));

        Should.Throw<InvalidDataException>(() => EventReader.Read(Path).ToList()).Message.ShouldBe(
            $"{Path}, byte 0: the checksum of a record's length is wrong.");
    }

    private void Write(long from, long to)
    {
        using EventWriter writer = EventWriter.Open(Path, from, new FixedTime(DateTimeOffset.UnixEpoch.AddDays(1)));
        for (long step = from; step < to; step++)
        {
            writer.Write(step, [KeyValuePair.Create("a", (double)step), KeyValuePair.Create("b", step / 7.0)]);
        }
    }

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
