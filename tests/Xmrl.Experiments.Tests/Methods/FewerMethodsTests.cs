using System.Collections.Immutable;
using Xmrl.Experiments.Comparison;
using Xmrl.Experiments.Definitions;
using Xmrl.Experiments.Methods;
using Xmrl.Experiments.Tests.Improvement;
using Xmrl.Runs.Records;
using Xmrl.Training.Configuration;
using Xmrl.Training.Hosting;

namespace Xmrl.Experiments.Tests.Methods;

/// <summary>Which methods a run retrains with decides nothing of those that it does retrain with.</summary>
public sealed class FewerMethodsTests
{
    private const string Drone = DroneExperiment.Name;

    /// <summary>Files of one stage are the same bytes; checkpoints name the configuration, so that parameters are compared by their hashes
    /// after every iteration. The decision on fresh tasks is corrected for the number of candidates, and the evaluation holds all methods:
    /// these two are compared by their parts.</summary>
    [Fact]
    public void Run_FewerMethods_HaveTheBitsThatTheyHaveAmongAll()
    {
        using var all = new TinyRun();
        using var few = new TinyRun();
        MethodName[] chosen = ["xmrlPoor", "continued", "randomCritical", "xmrl"];

        all.Run();
        few.Run(new TinyOptions { More = [$"retrain.methods=[{string.Join(", ", chosen)}]"] });

        SortedDictionary<string, string> expected = all.Fingerprint();
        KeyValuePair<string, string>[] found = [.. few.Fingerprint().Where(file => IsOfAStage(file.Key))];
        found.Count(file => file.Key.StartsWith("mixing-", StringComparison.Ordinal)).ShouldBe(2);
        found.Length.ShouldBe(2 + 2);
        found.ShouldAllBe(file => expected[file.Key] == file.Value);

        IReadOnlyList<string> series = few.Directory.Series();
        series.Count.ShouldBe(1 + chosen.Length);
        foreach (string training in series)
        {
            Hashes(few, training).ShouldBe(Hashes(all, training), training);
        }

        IReadOnlyList<MethodSummary> among = Evaluation(all);
        foreach (MethodSummary summary in Evaluation(few))
        {
            MethodSummary same = among.Single(other => other.Method == summary.Method);
            summary.Scores.ShouldBe(same.Scores, summary.Name);
            (summary.Mean, summary.OtherActionsMean, summary.Interactions)
                .ShouldBe((same.Mean, same.OtherActionsMean, same.Interactions), summary.Name);
        }

        ConfirmationCandidate[] decided = Confirmation(all);
        Confirmation(few).Select(candidate => (candidate.Method, candidate.Gain.Value, candidate.PValue))
            .ShouldBe(
                decided.Where(candidate => chosen.Contains(candidate.Method))
                    .Select(candidate => (candidate.Method, candidate.Gain.Value, candidate.PValue)),
                ignoreOrder: true);
    }

    /// <summary>A remedy that is about to be kept has its controls beside it: more training always, and the same on random
    /// tasks.</summary>
    [Theory]
    [InlineData(Drone)]
    [InlineData(PlantedExperiments.RareName)]
    [InlineData(PlantedExperiments.CorruptedName)]
    [InlineData(Navigation2DExperiment.Name)]
    [InlineData(StockExperiment.Name)]
    [InlineData(FrozenLakeExperiment.Name)]
    [InlineData(BanditExperiment.Name)]
    [InlineData("halfcheetah-velocity")]
    public void Configuration_Methods_AreThePrescribedOneAndItsControls(string experiment)
    {
        ImmutableArray<MethodName> found = Methods(Runner(experiment), new TinyOptions());

        string.Join(", ", found).ShouldBe("prescribed, continued, prescribedControl");
        found.ShouldContain(MethodTable.Reference.Name);
        found.Count(name => MethodTable.Standard[name].Role == MethodRole.Control)
            .ShouldBe(1 + found.Count(name => MethodTable.Standard[name].Role != MethodRole.Control));
    }

    [Theory]
    [InlineData(Drone, 12)]
    [InlineData(PlantedExperiments.RareName, 8)]
    [InlineData(PlantedExperiments.CorruptedName, 9)]
    [InlineData(Navigation2DExperiment.Name, 12)]
    [InlineData(StockExperiment.Name, 7)]
    [InlineData("halfcheetah-velocity", 7)]
    public void ResolveConfiguration_All_AreThoseThatTheExperimentCompares(string experiment, int count)
    {
        ImprovementRunner runner = Runner(experiment);

        var found = Methods(runner, new TinyOptions(), ExperimentRequest.AllMethods);

        found.ShouldBe(runner.Compared);
        found.Length.ShouldBe(count);
    }

    [Fact]
    public void ResolveConfiguration_NamesAsInFilesOrSettings_AreTaken()
    {
        Methods(Runner(Drone), new TinyOptions(), "xmrl-poor", "randomAdded").ShouldBe(["xmrlPoor", "randomAdded"]);
        Methods(Runner(Drone), new TinyOptions { More = ["retrain.methods=[tw]"] }, ExperimentRequest.AllMethods)
            .ShouldBe(["tw"], "A setting goes over them.");
    }

    [Fact]
    public void ResolveConfiguration_UnknownName_NamesTheNearestAndAll()
        => Should.Throw<ConfigurationException>(() => Methods(Runner(Drone), new TinyOptions(), "xmrl-pour")).Message
            .ShouldStartWith("There is no method xmrl-pour. Did you mean xmrlPoor? all names those that drone compares: xmrl, continued, ");

    private static bool IsOfAStage(string file)
        => file is "tasks.json" or "explanation.json" || file.StartsWith("mixing-", StringComparison.Ordinal);

    private static string[] Hashes(TinyRun run, string series)
        => [.. run.Directory.ReadMetrics(series).SelectMany(row => row.Hashes).Select(hash => $"{hash.Key} {hash.Value}")];

    private static ImprovementRunner Runner(string experiment) => (ImprovementRunner)ExperimentRegistry.BuiltIn.Find(experiment);

    private static System.Collections.Immutable.ImmutableArray<MethodName> Methods(
        ImprovementRunner runner, TinyOptions options, params string[] methods)
        => ConfigurationReader.Read<Xmrl.Experiments.Improvement.ImproveConfiguration>(
            runner.ResolveConfiguration(
                new ExperimentRequest
                {
                    Experiment = runner.Name,
                    Action = ExperimentAction.Improve,
                    Seed = options.Seed,
                    OutputDirectory = string.Empty,
                    Threads = options.Threads,
                    Methods = [.. methods],
                    Overrides = [.. options.More],
                }),
            runner.Name).Retrain.Methods;

    private static IReadOnlyList<MethodSummary> Evaluation(TinyRun run)
        => RunJson.Read<StoredEvaluation>(run.Directory.EvaluationPath).Methods;

    private static ConfirmationCandidate[] Confirmation(TinyRun run)
        => [.. RunJson.Read<StoredConfirmation>(run.Directory.File(StoredConfirmation.FileName)).Candidates];
}
