using System.Diagnostics;
using System.Text.RegularExpressions;
using Xmrl.Experiments.Definitions;
using Xmrl.Fixtures;
using Xmrl.Import.Running;
using Xmrl.Training.Configuration;
using Xmrl.Training.Hosting;

namespace Xmrl.Import.Tests.Running;

/// <summary>What docs/import.md and samples/imported-policy show is what is read.</summary>
public sealed partial class DocumentTests(TrainedRun trained) : IClassFixture<TrainedRun>
{
    private static string Sample(string file) => Path.Combine(Repository.Root, "samples", "imported-policy", file);

    [Fact]
    public void Page_Settings_AreRead()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "import.md")).ReplaceLineEndings("\n");
        ImportSettings[] read =
            [.. Yaml().Matches(page).Select(match => ConfigurationReader.Read<ImportSettings>(match.Groups["text"].Value, "import.md"))];

        read.Length.ShouldBe(2);
        read[0].Learner.ShouldBe("maml");
        read[0].Settings.ShouldBe(["meta.innerStepSize=0.1"]);
        read[1].Weights.Layers.Select(layer => layer.Transposed).ShouldBe([null, true, null]);
        foreach (string key in typeof(WeightSettings).GetProperties().Where(property => property.SetMethod is { IsPublic: true })
            .Select(property => $"`{char.ToLowerInvariant(property.Name[0])}{property.Name[1..]}`"))
        {
            page.ShouldContain(key);
        }
    }

    [Fact]
    public void Sample_FilesOfNumPy_ActAsNumPySays()
    {
        ImportSettings settings = ConfigurationReader.ReadFile<ImportSettings>(Sample("policy.yaml"));
        var request = new ImportRequest(UserFile.Read(Sample("weights.safetensors")), settings)
        {
            Pairs = UserFile.Read(Sample("pairs.npz")),
            Tolerance = 1e-5,
        };

        ExperimentOutcome outcome = trained.Run(
            "navigation2d", "sample", new ImportRunner(request, ExperimentRegistry.BuiltIn),
            [.. TrainedRun.Small.Where(static setting => !setting.StartsWith("policy.", StringComparison.Ordinal))]);

        outcome.Notes[0].ShouldBe("Imported weights.safetensors (Stable-Baselines3).");
        outcome.Notes[1].ShouldStartWith("50 pairs of pairs.npz: the largest difference of actions is ");
    }

    [Fact]
    public void Sample_Program_MakesTheFiles()
    {
        // Where there is no NumPy, the stored files stand for what it makes.
        string folder = Directory.CreateDirectory(trained.Folder("made")).FullName;
        if (!Python(Sample("make.py"), folder))
        {
            return;
        }

        File.ReadAllBytes(Path.Combine(folder, "weights.safetensors")).ShouldBe(File.ReadAllBytes(Sample("weights.safetensors")));
        File.Exists(Path.Combine(folder, "pairs.npz")).ShouldBeTrue();
    }

    private static bool Python(string program, string folder)
    {
        foreach (string python in new[] { "python3", "/usr/bin/python3" })
        {
            try
            {
                using Process? process = Process.Start(
                    new ProcessStartInfo(python, [program, folder]) { RedirectStandardError = true, UseShellExecute = false });
                process!.StandardError.ReadToEnd();
                process.WaitForExit();
                if (process.ExitCode == 0)
                {
                    return true;
                }
            }
            catch (System.ComponentModel.Win32Exception)
            {
                // No such program here.
            }
        }

        return false;
    }

    [GeneratedRegex(@"```yaml\n(?<text>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Yaml();
}
