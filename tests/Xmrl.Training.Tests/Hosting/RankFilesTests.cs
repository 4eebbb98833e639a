using Xmrl.Fixtures;
using Xmrl.Fixtures.Parallel;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Training.Hosting;

namespace Xmrl.Training.Tests.Hosting;

public sealed class RankFilesTests : IDisposable
{
    private const int Size = 4096;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Existing_SecondProcess_HasACopy()
    {
        byte[] content = Write();
        ThreadRanks.Run(2, processes =>
        {
            using var files = new RankFiles(processes);
            return File.ReadAllBytes(Path.Combine(files.Existing(_folder.FullPath), "state.json"));
        }).ShouldBe([content, content]);
    }

    /// <summary>Random bytes are packed as they are, so that a changed one unpacks without a complaint.</summary>
    [Fact]
    public void Existing_OneBitChangedOnTheWay_IsRefused()
    {
        Write();
        (string? Result, Exception? Error)[] ends = ThreadRanks.RunAll(2, processes =>
        {
            using var files = new RankFiles(new Noise(processes));
            return files.Existing(_folder.FullPath);
        });

        ends[0].Result.ShouldBe(_folder.FullPath);
        ends[1].Error.ShouldBeOfType<IOException>().Message.ShouldStartWith("state.json arrived damaged: its CRC-32 is ");
    }

    private byte[] Write()
    {
        byte[] content = [.. Enumerable.Range(0, Size).Select(static i => (byte)RandomKey.FromSeed(5).Integer((ulong)i, 256))];
        File.WriteAllBytes(_folder["state.json"], content);
        return content;
    }

    /// <summary>Changes one bit of what other processes receive.</summary>
    private sealed class Noise(ICollective inner) : ICollective
    {
        public int Rank => inner.Rank;

        public int Size => inner.Size;

        public void AllGatherItems(ReadOnlySpan<double> mine, Span<double> all, ReadOnlySpan<int> counts)
            => inner.AllGatherItems(mine, all, counts);

        public void ExchangeItems(ReadOnlySpan<double> mine, ReadOnlySpan<int> sent, Span<double> all, ReadOnlySpan<int> received)
            => inner.ExchangeItems(mine, sent, all, received);

        public void Broadcast(Span<byte> data)
        {
            inner.Broadcast(data);
            if (Rank > 0 && data.Length > RankFilesTests.Size)
            {
                data[data.Length / 2] ^= 1;
            }
        }

        public void Barrier() => inner.Barrier();
    }
}
