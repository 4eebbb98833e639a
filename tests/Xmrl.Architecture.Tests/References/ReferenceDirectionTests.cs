using System.Reflection;
using System.Xml.Linq;

namespace Xmrl.Architecture.Tests.References;

/// <summary>References go one way: Numerics ← Autodiff ← Rl ← Environments ← Meta ← Training ← Experiments ← Reproduction ← Comparing ←
/// Cli, Rl ← Trials ← Meta, Meta ← Explain ← Experiments, Explain ← Verification ← Cli, and Rl ← MuJoCo ← MetaWorld ← Training,
/// Rl ← External ← Training; Training and Explain, which do not know each other, reference Statistics; Explain ← Diagnosis ←
/// Experiments ← Import, Sweeping ← Cli; Import ← Offline; Offline and Reproduction ← Studies ← Cli; Meta ← Attention ← Cli;
/// Meta ← Latents ← Cli; Attention, Latents and Training ← Exporting ← Cli; Benchmarks references Experiments and Offline; Mpi and
/// Statistics reference Numerics; Runs and Acting reference nothing of ours; Rl and Runs ← Dashboard ← Experiments.</summary>
public sealed class ReferenceDirectionTests
{
    /// <summary>What each project references directly.</summary>
    private static readonly Dictionary<string, string[]> s_direct = new(StringComparer.Ordinal)
    {
        ["Xmrl.Numerics"] = [],
        ["Xmrl.Autodiff"] = ["Xmrl.Numerics"],
        ["Xmrl.Rl"] = ["Xmrl.Autodiff"],
        ["Xmrl.Trials"] = ["Xmrl.Rl"],
        ["Xmrl.MuJoCo"] = ["Xmrl.Rl"],
        ["Xmrl.MetaWorld"] = ["Xmrl.MuJoCo"],
        ["Xmrl.Environments"] = ["Xmrl.Rl"],
        ["Xmrl.External"] = ["Xmrl.Rl"],
        ["Xmrl.Meta"] = ["Xmrl.Environments", "Xmrl.Trials"],
        ["Xmrl.Latents"] = ["Xmrl.Meta"],
        ["Xmrl.Tabular"] = ["Xmrl.Meta"],
        ["Xmrl.Statistics"] = ["Xmrl.Numerics"],
        ["Xmrl.Explain"] = ["Xmrl.Meta", "Xmrl.Statistics"],
        ["Xmrl.Verification"] = ["Xmrl.Explain", "Xmrl.Tabular"],
        ["Xmrl.Runs"] = [],
        ["Xmrl.Training"] = ["Xmrl.External", "Xmrl.Meta", "Xmrl.MetaWorld", "Xmrl.MuJoCo", "Xmrl.Runs", "Xmrl.Statistics"],
        ["Xmrl.Diagnosis"] = ["Xmrl.Explain"],
        ["Xmrl.Experiments"] = ["Xmrl.Dashboard", "Xmrl.Diagnosis", "Xmrl.Explain", "Xmrl.Training"],
        ["Xmrl.Acting"] = [],
        ["Xmrl.Sweeping"] = ["Xmrl.Experiments"],
        ["Xmrl.Import"] = ["Xmrl.Experiments"],
        ["Xmrl.Offline"] = ["Xmrl.Import"],
        ["Xmrl.Studies"] = ["Xmrl.Offline", "Xmrl.Reproduction"],
        ["Xmrl.Attention"] = ["Xmrl.Meta"],
        ["Xmrl.Exporting"] = ["Xmrl.Attention", "Xmrl.Latents", "Xmrl.Training"],
        ["Xmrl.Reproduction"] = ["Xmrl.Experiments", "Xmrl.Tabular"],
        ["Xmrl.Comparing"] = ["Xmrl.Reproduction"],
        ["Xmrl.Dashboard"] = ["Xmrl.Rl", "Xmrl.Runs"],
        ["Xmrl.Watch"] = ["Xmrl.Comparing"],
        ["Xmrl.EmptyProgram"] = [],
        ["Xmrl.Benchmarks"] =
        [
            "Xmrl.EmptyProgram", "Xmrl.Experiments", "Xmrl.External", "Xmrl.Meta", "Xmrl.MetaWorld", "Xmrl.MuJoCo", "Xmrl.Numerics",
            "Xmrl.Offline", "Xmrl.Rl",
        ],
        ["Xmrl.Mpi"] = ["Xmrl.Numerics"],
        ["Xmrl.Cli"] =
        [
            "Xmrl.Attention", "Xmrl.Benchmarks", "Xmrl.Comparing", "Xmrl.Dashboard", "Xmrl.Exporting", "Xmrl.Import", "Xmrl.Latents",
            "Xmrl.Mpi", "Xmrl.MuJoCo", "Xmrl.Offline", "Xmrl.Reproduction", "Xmrl.Studies", "Xmrl.Sweeping", "Xmrl.Verification",
            "Xmrl.Watch",
        ],
    };

    public static TheoryData<string> Assemblies => [.. s_direct.Keys];

    [Fact]
    public void Projects_All_ReferenceWhatTheArchitectureSays()
    {
        Repository.Projects.Select(path => Path.GetFileNameWithoutExtension(path)).ShouldBe(s_direct.Keys, ignoreOrder: true);
        foreach (string path in Repository.Projects)
        {
            string[] found =
                [
                    .. XDocument.Parse(Repository.Read(path))
                    .Descendants("ProjectReference")
                    .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value)),
                ];
            found.ShouldBe(s_direct[Path.GetFileNameWithoutExtension(path)], ignoreOrder: true, path);
        }
    }

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void CompiledAssembly_References_StayBelowIt(string name)
    {
        string[] found = [.. Assembly.Load(name).GetReferencedAssemblies().Select(reference => reference.Name!).Where(IsOurs)];
        found.Except(Below(name)).ShouldBeEmpty($"{name} references assemblies that are not below it.");
    }

    /// <summary>The table above describes a direction: nothing is below itself.</summary>
    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Architecture_Project_IsNotBelowItself(string name) => Below(name).ShouldNotContain(name);

    private static bool IsOurs(string assembly) => assembly.StartsWith("Xmrl.", StringComparison.Ordinal);

    private static HashSet<string> Below(string name)
    {
        var below = new HashSet<string>(s_direct[name], StringComparer.Ordinal);
        var open = new Stack<string>(below);
        while (open.TryPop(out string? next))
        {
            foreach (string reference in s_direct[next].Where(below.Add))
            {
                open.Push(reference);
            }
        }

        return below;
    }
}
