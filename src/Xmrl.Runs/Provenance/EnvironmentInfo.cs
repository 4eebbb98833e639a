using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Xmrl.Runs.Provenance;

/// <summary>Content of environment.json: on what machine and with what software a run was made.</summary>
internal sealed record EnvironmentInfo
{
    private static readonly Lazy<EnvironmentInfo> s_this = new(Look);

    /// <summary>Version of Xmrl.</summary>
    public required string XmrlVersion { get; init; }

    /// <summary>Commit of Xmrl's source; null if unknown.</summary>
    public string? Commit { get; init; }

    /// <summary>Whether tracked source files differed from the commit; null if unknown.</summary>
    public bool? Dirty { get; init; }

    /// <summary>Operating system with its version.</summary>
    public required string OperatingSystem { get; init; }

    /// <summary>Processor architecture, such as X64.</summary>
    public required string Architecture { get; init; }

    /// <summary>Name of the processor.</summary>
    public required string Processor { get; init; }

    /// <summary>Logical processors this process may use.</summary>
    public required int Cores { get; init; }

    /// <summary>Memory this process may use, in bytes.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Widest accelerated vector, in bits.</summary>
    public required int VectorBits { get; init; }

    /// <summary>Instruction sets of interest that are present.</summary>
    public required ImmutableArray<string> VectorFeatures { get; init; }

    /// <summary>Version of .NET.</summary>
    public required string DotNet { get; init; }

    /// <summary>Element type of the whole computation: float or double.</summary>
    public required string Precision { get; init; }

    /// <summary>SHA-256 of the assembly that a user's own environment comes from, 64 hexadecimal digits; null for the environments of Xmrl
    /// and of other programs.</summary>
    public string? EnvironmentAssembly { get; init; }

    /// <summary>Package versions by name.</summary>
    public required ImmutableSortedDictionary<string, string> Libraries { get; init; }

    /// <summary>Looks at this process, its machine and, if it runs from a source folder, that folder's commit; once per process.</summary>
    internal static EnvironmentInfo Collect() => s_this.Value;

    private static EnvironmentInfo Look()
    {
        (string? commit, bool? dirty) = SourceCommit.Find(AppContext.BaseDirectory);
        return new EnvironmentInfo
        {
            XmrlVersion = SourceCommit.Version,
            Commit = commit,
            Dirty = dirty,
            OperatingSystem = RuntimeInformation.OSDescription,
            Architecture = RuntimeInformation.ProcessArchitecture.ToString(),
            Processor = MachineInfo.Processor(),
            Cores = Environment.ProcessorCount,
            MemoryBytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
            VectorBits = MachineInfo.VectorBits,
            VectorFeatures = MachineInfo.VectorFeatures(),
            DotNet = RuntimeInformation.FrameworkDescription,
            Precision = typeof(Real) == typeof(double) ? "double" : "float",
            Libraries = MachineInfo.Libraries(),
        };
    }
}
