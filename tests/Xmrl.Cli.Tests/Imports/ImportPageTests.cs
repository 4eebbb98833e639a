using System.Diagnostics;
using Xmrl.Cli.Tests.Own;
using Xmrl.Cli.Tests.Pages;
using Xmrl.Experiments.Definitions;
using Xmrl.Fixtures;
using Xmrl.Fixtures.Python;
using Xmrl.Runs.Safetensors;

namespace Xmrl.Cli.Tests.Imports;

/// <summary>What docs/import.md shows does what it says.</summary>
public sealed class ImportPageTests : IDisposable
{
    internal const string Page = "docs/import.md";
    private static readonly string s_sample = Path.Combine(Repository.Root, "samples", "imported-policy");
    private readonly CliFixture _cli = new() { Experiments = ExperimentRegistry.BuiltIn };

    /// <summary>Blocks that are run here and are part of no sample: the Python lines, and the settings of a file whose names nobody
    /// knows.</summary>
    internal static string[] Run => [.. new Page(Page).Of("python"), new Page(Page).Of("yaml")[^1]];

    public void Dispose() => _cli.Dispose();

    /// <summary>In the order of the page, on the sample's files, each at a size that takes a second.</summary>
    [Fact]
    public void Page_EveryCommand_Runs()
    {
        string[] lines = new Page(Page).Commands;

        lines.Length.ShouldBe(5);
        foreach (string line in lines)
        {
            string[] words = [.. line.Split(' ').Skip(1).Select(Placed)];
            string[] size = words[0] switch
            {
                "import" => OwnArguments.Small,
                "improve" => OwnArguments.Repair,
                "evaluate" => ["--tasks", "4"],
                "diagnose" => OwnArguments.Probes,
                _ => [],
            };
            _cli.Run([.. words, .. size, "--quiet"]).ShouldBe(ExitCode.Ok, $"{line}: {_cli.Error}");
            if (words[0] == "diagnose")
            {
                _cli.Output.ShouldContain("Cause: ");
            }
        }
    }

    /// <summary>PyTorch and safetensors are no part of what is tested: standin.py stands for them.</summary>
    [PythonFact]
    public void Page_PythonLines_StoreWhatIsImported()
    {
        string program = File.ReadAllText(Path.Combine(Repository.Root, "tests", "Xmrl.Cli.Tests", "Imports", "standin.py"))
            + string.Concat(new Page(Page).Of("python"));
        File.WriteAllText(_cli["program.py"], program);
        using (var python = Process.Start(
            new ProcessStartInfo(PythonProgram.Path!, [_cli["program.py"], s_sample])
            {
                WorkingDirectory = _cli["."],
                RedirectStandardError = true,
                UseShellExecute = false,
            })!)
        {
            string error = python.StandardError.ReadToEnd();
            python.WaitForExit();
            if (error.Contains("No module named 'numpy'", StringComparison.Ordinal))
            {
                return;
            }

            python.ExitCode.ShouldBe(0, error);
        }

        _cli.Run(
        [
            "import", _cli["weights.safetensors"], "--as", Placed("policy.yaml"), "--check", _cli["pairs.npz"], "--out", _cli["run"],
            "--quiet", .. OwnArguments.Small,
        ]).ShouldBe(ExitCode.Ok, _cli.Error);

        _cli.Output.ShouldContain("Imported weights.safetensors (Stable-Baselines3).");
        _cli.Output.ShouldContain("1000 pairs of pairs.npz: the largest difference of actions is ");
    }

    [Fact]
    public void Page_SettingsOfAnyOtherFile_ImportOne()
    {
        var weights = new SafetensorsFile();
        weights.Tensors["sd"] = StoredTensor.Of<float>([-2, -2]);
        (string Name, int Inputs, int Outputs)[] layers = [("body.0", 2, 3), ("body.1", 3, 3), ("head", 3, 2)];
        foreach ((string name, int inputs, int outputs) in layers)
        {
            weights.Tensors[$"{name}.kernel"] =
                StoredTensor.Of<float>([.. Enumerable.Range(0, inputs * outputs).Select(i => 0.1f * i)], inputs, outputs);
            weights.Tensors[$"{name}.offset"] = StoredTensor.Of<float>(new float[outputs]);
        }

        using (FileStream file = File.Create(_cli["other.safetensors"]))
        {
            weights.Write(file);
        }

        File.WriteAllText(_cli["other.yaml"], Run[^1]);
        _cli.Run(
        [
            "import", _cli["other.safetensors"], "--as", _cli["other.yaml"], "--out", _cli["run"], "--quiet", .. OwnArguments.Small,
        ]).ShouldBe(ExitCode.Ok, _cli.Error);

        _cli.Output.ShouldContain("Imported other.safetensors (");
    }

    /// <summary>The files of the page are those of the sample; what it writes goes into a folder of the test's.</summary>
    private string Placed(string word)
        => File.Exists(Path.Combine(s_sample, word)) ? Path.Combine(s_sample, word)
            : word.StartsWith("runs/", StringComparison.Ordinal) ? _cli[word]
            : word;
}
