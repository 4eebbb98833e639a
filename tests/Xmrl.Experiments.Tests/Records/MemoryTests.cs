using System.Globalization;
using Xmrl.Fixtures;

namespace Xmrl.Experiments.Tests.Records;

public sealed class MemoryTests : IDisposable
{
    /// <summary>From here on everything has been allocated and compiled once.</summary>
    private const int WarmUp = 1000;

    /// <summary>Purpose of the test: memory that grows by more over a thousand iterations would grow without end.</summary>
    private const double Tolerance = 0.05;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Train_2000Iterations_KeepsManagedAndNativeMemoryFlat()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var host = new HostProcess("memory", _folder.FullPath, compilesOnce: true);
        long[][] rows =
            [.. host.Finish().Select(line => line.Split(' ').Select(text => long.Parse(text, CultureInfo.InvariantCulture)).ToArray())];

        rows.Select(row => row[0]).Last().ShouldBe(2000);
        long[] start = rows.Single(row => row[0] == WarmUp);
        foreach (long[] row in rows.Where(row => row[0] > WarmUp))
        {
            ((double)row[1]).ShouldBeLessThan(start[1] * (1 + Tolerance), $"managed bytes after {row[0]} iterations");
            ((double)row[2]).ShouldBeLessThan(start[2] * (1 + Tolerance), $"native bytes after {row[0]} iterations");
        }
    }
}
