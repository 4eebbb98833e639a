using System.Globalization;
using Xmrl.Numerics.Parallel;

namespace Xmrl.Mpi;

/// <summary>How many threads a process may use beside the others on its machine.</summary>
internal static class RankThreads
{
    private const string CpuListName = "Cpus_allowed_list:";

    /// <summary>Divides the processors that this process may run on by the number of processes that may run on the same ones; Slurm's
    /// --cpus-per-task is an upper limit. Called by all processes.</summary>
    /// <param name="processes">The processes.</param>
    /// <param name="visible">Processors that this process may use.</param>
    /// <param name="environment">Gives an environment variable's value, or null.</param>
    /// <returns>At least 1.</returns>
    public static int Of(ICollective processes, int visible, Func<string, string?> environment)
        => Of(processes, visible, environment, $"{Environment.MachineName} {CpuList()}");

    internal static int Of(ICollective processes, int visible, Func<string, string?> environment, string place)
    {
        ArgumentNullException.ThrowIfNull(processes);
        ArgumentNullException.ThrowIfNull(environment);
        var places = new double[processes.Size];
        var counts = new int[processes.Size];
        Array.Fill(counts, 1);
        double own = Hash(place);
        processes.AllGatherItems([own], places, counts);
        int share = Math.Max(1, visible / places.Count(other => other == own));
        return int.TryParse(environment("SLURM_CPUS_PER_TASK"), NumberStyles.None, CultureInfo.InvariantCulture, out int allocated)
            && allocated >= 1
            ? Math.Min(share, allocated)
            : share;
    }

    /// <summary>The processors of this process, as Linux lists them; empty elsewhere.</summary>
    private static string CpuList()
    {
        const string Status = "/proc/self/status";
        return File.Exists(Status)
            ? File.ReadLines(Status)
                .FirstOrDefault(line => line.StartsWith(CpuListName, StringComparison.Ordinal))?[CpuListName.Length..]
                .Trim()
                ?? string.Empty
            : string.Empty;
    }

    /// <summary>FNV-1a, cut to the 52 bits that a double holds exactly.</summary>
    private static double Hash(string text)
    {
        ulong hash = 14695981039346656037;
        foreach (char character in text)
        {
            hash = (hash ^ character) * 1099511628211;
        }

        return hash >> 12;
    }
}
