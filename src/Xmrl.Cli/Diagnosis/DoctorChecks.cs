using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Xmrl.MetaWorld.Installation;
using Xmrl.MuJoCo;
using Xmrl.MuJoCo.Simulations;
using Xmrl.Runs.Provenance;

namespace Xmrl.Cli.Diagnosis;

/// <summary>Looks at everything that Xmrl needs or profits from.</summary>
internal static class DoctorChecks
{
    private const double WarnBelowGibibytes = 2;
    private const int ToolTimeoutMilliseconds = 10_000;

    internal static IReadOnlyList<DoctorCheck> All(CommandContext context)
    {
        EnvironmentInfo machine = EnvironmentInfo.Collect();
        string commit = machine.Commit is { } hash ? $", commit {hash[..Math.Min(10, hash.Length)]}" : "";
        string changes = machine.Dirty == true ? " with changes" : "";
        return
        [
            new(
                "Xmrl", DoctorStatus.Ok,
                $"{machine.XmrlVersion}, {machine.Precision}{commit}{changes}",
                ""),
            Runtime(machine),
            Vectors(machine),
            Cores(machine),
            Memory(machine),
            MuJoCo(),
            MetaWorld(),
            Report(context),
            Node(context),
            MpiCheck.Run(context, FirstLine("mpirun", "--version")),
            OutputFolder(context),
            Git(),
        ];
    }

    private static DoctorCheck Runtime(EnvironmentInfo machine) => Environment.Version.Major >= 10
        ? new(".NET", DoctorStatus.Ok, $"{machine.DotNet} on {machine.OperatingSystem}", "")
        : new(".NET", DoctorStatus.Fail, machine.DotNet, "Install .NET 10 from https://dotnet.microsoft.com/download.");

    private static DoctorCheck Vectors(EnvironmentInfo machine)
    {
        string found = $"{machine.VectorBits} bits ({string.Join(", ", machine.VectorFeatures)}), {machine.Processor}";
        return machine.VectorBits >= 256
            ? new("Vectors", DoctorStatus.Ok, found, "")
            : new(
                "Vectors", DoctorStatus.Warn, found,
                "Training works and is slower here; a processor with AVX2 or AVX-512 is several times faster.");
    }

    private static DoctorCheck Cores(EnvironmentInfo machine) => machine.Cores > 1
        ? new("Cores", DoctorStatus.Ok, machine.Cores.ToString(CultureInfo.InvariantCulture), "")
        : new("Cores", DoctorStatus.Warn, "1", "Training uses every core it may; give this process more if you can.");

    private static DoctorCheck Memory(EnvironmentInfo machine)
    {
        double gibibytes = machine.MemoryBytes / (double)(1L << 30);
        string found = string.Create(CultureInfo.InvariantCulture, $"{gibibytes:0.0} GiB");
        return gibibytes >= WarnBelowGibibytes
            ? new("Memory", DoctorStatus.Ok, found, "")
            : new(
                "Memory", DoctorStatus.Warn, found,
                string.Create(
                    CultureInfo.InvariantCulture, $"Large experiments need {WarnBelowGibibytes} GiB; use --quick or a larger machine."));
    }

    private static DoctorCheck MuJoCo()
    {
        EngineStatus engine = MuJoCoEngine.Status;
        string probed = engine.Probes.Count == 0
            ? ""
            : $" Probed: {string.Join("; ", engine.Probes.Select(static probe => $"{probe.Place}: {probe.Outcome}"))}.";
        return engine.IsAvailable
            ? new("MuJoCo", DoctorStatus.Ok, engine.Sentence + probed, "")
            : new(
                "MuJoCo", DoctorStatus.Warn, engine.Sentence + probed,
                "Only the locomotion experiments need it. Debian: apt-get install libmujoco2.2.2; ./xmrl does so where it may. "
                    + $"Another supported version: name its file or folder in {MuJoCoEngine.LibraryVariable} (docs/mujoco.md).");
    }

    private static DoctorCheck MetaWorld()
    {
        ModelFiles files = ModelFiles.Installed;
        return files.Folder is not null
            ? new("Meta-World", DoctorStatus.Ok, files.Sentence, "")
            : new(
                "Meta-World", DoctorStatus.Warn, files.Sentence,
                "Only the experiments ml10 and ml1-… need it: git clone https://github.com/Farama-Foundation/Metaworld, then "
                    + $"{ModelFiles.Variable}=…/Metaworld/metaworld/assets (docs/metaworld.md).");
    }

    private static DoctorCheck Report(CommandContext context) => context.RenderReport is not null
        ? new("Report page", DoctorStatus.Ok, "part of this build", "")
        : new(
            "Report page", DoctorStatus.Warn, "not part of this build",
            "Install Node.js 18 or newer and npm, then start ./xmrl from the source folder: it builds the page.");

    private static DoctorCheck Node(CommandContext context)
    {
        string? version = FirstLine("node", "--version");
        bool recent = version is not null
            && int.TryParse(version.TrimStart('v').Split('.')[0], CultureInfo.InvariantCulture, out int major)
            && major >= 18;
        return recent ? new("Node.js", DoctorStatus.Ok, version!, "")
            : context.RenderReport is not null
            ? new("Node.js", DoctorStatus.Ok, $"{version ?? "not found"}; not needed, the report page is built", "")
            : new(
                "Node.js", DoctorStatus.Warn, version ?? "not found",
                "Install Node.js 18 or newer and npm (Debian: apt-get install nodejs npm); only the report page needs it.");
    }

    private static DoctorCheck OutputFolder(CommandContext context)
    {
        string folder = Path.GetFullPath(context.RunsFolder);
        bool existed = Directory.Exists(folder);
        try
        {
            Directory.CreateDirectory(folder);
            string probe = Path.Combine(folder, $".xmrl-doctor-{Environment.ProcessId}");
            File.WriteAllText(probe, "");
            File.Delete(probe);
            if (!existed)
            {
                Directory.Delete(folder);
            }

            return new("Output", DoctorStatus.Ok, $"{folder} can be written to", "");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new(
                "Output", DoctorStatus.Fail, $"{folder} cannot be written to: {error.Message}",
                "Start in a folder you may write to, or name one with --out.");
        }
    }

    private static DoctorCheck Git() => FirstLine("git", "--version") is string version
        ? new("git", DoctorStatus.Ok, version, "")
        : new("git", DoctorStatus.Warn, "not found", "Install git, so that runs can record the source's commit.");

    private static string? FirstLine(string tool, string argument)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(tool, argument)
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            });
            Task<string>? output = process?.StandardOutput.ReadToEndAsync();
            if (process is null || output is null || !process.WaitForExit(ToolTimeoutMilliseconds))
            {
                process?.Kill();
                return null;
            }

            return process.ExitCode == 0 ? output.Result.Split('\n')[0].Trim() : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
