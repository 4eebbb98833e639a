using System.Globalization;
using System.Text.RegularExpressions;

namespace Xmrl.Architecture.Tests.Samples;

/// <summary>What the documentation shows compiles, runs and does what it says.</summary>
public sealed partial class SampleTests
{
    private const int MaximumEnvironmentLines = 30;

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

    [Theory]
    [InlineData("README.md", "samples/QuickStart/Program.cs")]
    [InlineData("docs/environments.md", "samples/OwnEnvironment/Thermostat.cs")]
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

    [GeneratedRegex("^```csharp\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
