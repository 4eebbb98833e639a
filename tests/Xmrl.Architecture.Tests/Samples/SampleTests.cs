using System.Globalization;
using System.Text.RegularExpressions;

namespace Xmrl.Architecture.Tests.Samples;

/// <summary>What the documentation shows compiles, runs and does what it says.</summary>
public sealed partial class SampleTests
{
    private const int MaximumEnvironmentLines = 30;
    private const int MaximumImproveLines = 15;

    /// <summary>Two decimals each: −3.52 and −0.72 when written. A tenth of the gain tells learning from noise.</summary>
    private const double LeastGain = 1;

    [Fact]
    public void QuickStart_Run_ShowsThatAdaptationHelps()
    {
        Match match = QuickStartLine().Match(Sample.Run("QuickStart"));
        match.Success.ShouldBeTrue();
        Number(match, "after").ShouldBeGreaterThan(Number(match, "before") + LeastGain);
    }

    [Fact]
    public void OwnEnvironment_Run_ShowsThatMetaTrainingHelps()
    {
        Match match = OwnEnvironmentLine().Match(Sample.Run("OwnEnvironment"));
        match.Success.ShouldBeTrue();
        Number(match, "after").ShouldBeGreaterThan(Number(match, "before") + LeastGain);
    }

    [Fact]
    public void OwnLearner_Run_TrainsThroughTheConfiguration()
        => Sample.Run("OwnLearner").Trim()
            .ShouldBe("2 iterations of contextSize: 4, learner: fastContextMaml, contextScale: 10.");

    /// <summary>A gradient learner is one file and one registration.</summary>
    [Fact]
    public void OwnLearner_Files_AreTheLearnerAndTheLineThatRegistersIt()
    {
        string folder = Path.Combine(Repository.Root, "samples", "OwnLearner");
        string[] naming =
        [
            .. Directory.GetFiles(folder, "*.cs").SelectMany(File.ReadLines)
                .Where(line => line.Contains("FastContextMaml", StringComparison.Ordinal)).Select(line => line.Trim()),
        ];

        naming.ShouldBe(
            ["public sealed record FastContextMaml : LearnerSettings", "LearnerTable.Register(new FastContextMaml());"],
            ignoreOrder: true);
        Directory.GetFiles(folder, "*.cs").Select(Path.GetFileName).ShouldBe(["FastContextMaml.cs", "Program.cs"], ignoreOrder: true);
    }

    /// <summary>A learner that adapts through a memory goes through configuration, training, scoring and record like the others; random
    /// pulls earn 500.</summary>
    [Fact]
    public void OwnMemory_Run_LearnsToUseItsMemory()
    {
        Match match = OwnMemoryLine().Match(Sample.Run("OwnMemory"));
        match.Success.ShouldBeTrue();
        Number(match, "score").ShouldBeGreaterThan(700);
    }

    /// <summary>A learner without inner gradient is one file and one registration.</summary>
    [Fact]
    public void OwnMemory_Files_AreTheLearnerAndTheLineThatRegistersIt()
    {
        string folder = Path.Combine(Repository.Root, "samples", "OwnMemory");
        Directory.GetFiles(folder, "*.cs").Select(Path.GetFileName).ShouldBe(["RewardMemory.cs", "Program.cs"], ignoreOrder: true);
        File.ReadLines(Path.Combine(folder, "Program.cs")).Where(line => line.Contains("RewardMemory", StringComparison.Ordinal))
            .ShouldBe(["LearnerTable.Register(new RewardMemory());"]);
    }

    /// <summary>A second start finds the run done, and tells the same.</summary>
    [Fact]
    public void ImproveFromCode_RunTwice_RepairsAndReadsTheRun()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("xmrl-sample-");
        try
        {
            string run = Path.Combine(folder.FullName, "run");
            string[] small =
            [
                run, "tasks.training=6", "tasks.validation=4", "tasks.test=6", "meta.iterations=2", "meta.tasksPerIteration=3",
                "poor.count=2", "poor.testShare=0.34", "explain.iterations=2", "retrain.iterations=2", "retrain.otherTasks=2",
                "confirm.tasks=6", "scoring.repeats=1",
            ];
            string first = Sample.Run("ImproveFromCode", small);

            first.ShouldContain("XMRL-Poor");
            File.Exists(Path.Combine(run, "report.html")).ShouldBeTrue();
            DateTime made = File.GetLastWriteTimeUtc(Path.Combine(run, "report.json"));
            Sample.Run("ImproveFromCode", small).ShouldBe(first);
            File.GetLastWriteTimeUtc(Path.Combine(run, "report.json")).ShouldBe(made);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The policy of the sample was made as docs/in-a-game.md says.</summary>
    [Fact]
    public void Acting_Run_AdaptsToItsTask()
    {
        Match match = ActingLines().Match(Sample.Run("Acting", Path.Combine(Repository.Root, "samples", "Acting", "policy.safetensors")));
        match.Success.ShouldBeTrue();
        Number(match, "before").ShouldBeLessThan(-0.5);
        Number(match, "after").ShouldBeGreaterThan(Number(match, "before") / 10);
    }

    [Fact]
    public void ImproveFromCode_Program_HasAtMost15Lines()
        => Repository.ReadLines("samples/ImproveFromCode/Program.cs").Count(line => line.Trim().Length > 0)
            .ShouldBeLessThanOrEqualTo(MaximumImproveLines);

    [Theory]
    [InlineData("README.md", "samples/QuickStart/Program.cs")]
    [InlineData("docs/environments.md", "samples/OwnEnvironment/Thermostat.cs")]
    [InlineData("docs/in-a-game.md", "samples/Acting/Program.cs")]
    [InlineData("docs/packages.md", "samples/ImproveFromCode/Program.cs")]
    public void Document_CodeBlock_IsTheSample(string document, string sample)
    {
        string[] blocks = [.. CodeBlock().Matches(Repository.Read(document)).Select(match => match.Groups["code"].Value)];
        blocks.ShouldContain(Repository.Read(sample), $"No C# block of {document} equals {sample}.");
    }

    [Fact]
    public void OwnEnvironment_Class_HasFewerThan30Lines()
    {
        string[] lines = Repository.ReadLines("samples/OwnEnvironment/Thermostat.cs");
        int first = Array.FindIndex(lines, line => line.Contains("class Thermostat", StringComparison.Ordinal));
        (lines.Length - first).ShouldBeLessThan(MaximumEnvironmentLines);
    }

    private static double Number(Match match, string group) => double.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^Reward memory: return (?<score>[\d.]+) after a trial")]
    private static partial Regex OwnMemoryLine();

    [GeneratedRegex(@"^Return on 50 unseen tasks: (?<before>-?[\d.]+) before adaptation, (?<after>-?[\d.]+) after one step\.\s*$")]
    private static partial Regex QuickStartLine();

    [GeneratedRegex(
        @"^Return after one adaptation step on 30 unseen tasks: (?<before>-?[\d.]+) before meta-training, "
        + @"(?<after>-?[\d.]+) after it\.\s*$")]
    private static partial Regex OwnEnvironmentLine();

    [GeneratedRegex(@"^Return before adaptation: (?<before>-?[\d.]+)\s+Return after adaptation: (?<after>-?[\d.]+)\s*$")]
    private static partial Regex ActingLines();

    [GeneratedRegex("^```csharp\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
