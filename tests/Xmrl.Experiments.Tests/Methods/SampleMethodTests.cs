using System.Text.Json;
using Xmrl.Experiments.Comparison;
using Xmrl.Experiments.Definitions;
using Xmrl.Experiments.Methods;
using Xmrl.Experiments.Tests.Improvement;
using Xmrl.Runs.Records;
using Xmrl.Runs.Reports.Results;
using Xmrl.Training.Hosting;

namespace Xmrl.Experiments.Tests.Methods;

/// <summary>A method takes one record and one place in a table: everything else finds it there.</summary>
public sealed class SampleMethodTests
{
    /// <summary>All training tasks count as critical.</summary>
    private static readonly Method s_sample = new()
    {
        Name = "everyCritical",
        Title = "EveryCritical",
        Description = "As DoubleWeight, with all training tasks as critical ones.",
        Role = MethodRole.Variant,
        Strength = "tasks weigh 1 + s",
        Critical = static context => [.. Enumerable.Range(0, context.Tasks.Training.Count)],
        Plan = static (plain, context) => plain with { CriticalWeight = 1 + context.Strength },
    };

    [Fact]
    public void Run_MethodOfATestAlone_IsTrainedChargedConfirmedScoredAndReported()
    {
        using var run = new TinyRun();
        var runner = new ImprovementRunner(
            "drone", "The drone with one more method.", DroneExperiment.Configuration, [],
            new MethodTable([.. MethodTable.Standard.All, s_sample]));
        string[] settings =
        [
            "retrain.methods=[everyCritical, continued]", "confirm.candidates=[everyCritical]", "retrain.tuning.everyCritical.strength=2",
        ];

        ExperimentOutcome outcome = run.Run(new TinyOptions { Runner = runner, More = settings });

        outcome.Rows.Select(row => row.Method).ShouldBe(["MAML", "EveryCritical", "Continued"]);
        RunDirectory stored = run.Directory;
        stored.ReadMetrics("retrain-every-critical").Count().ShouldBe(2);
        stored.ReadConfiguration().ShouldContain("    everyCritical:\n      stepScale: 1\n      strength: 2\n");
        RunJson.Read<StoredConfirmation>(stored.File(StoredConfirmation.FileName)).Candidates.Single().Method.ShouldBe(s_sample.Name);
        MethodSummary summary = StoredEvaluation.Read(stored).Methods[1];
        (summary.Method, summary.Name).ShouldBe((s_sample.Name, "EveryCritical"));
        summary.Interactions.ShouldBeGreaterThan(0);
        using JsonDocument evaluation = JsonDocument.Parse(File.ReadAllText(stored.EvaluationPath));
        evaluation.RootElement.GetProperty("methods")[1].GetProperty("method").GetString().ShouldBe("everyCritical");
        ReportMethod reported = stored.ReadReport().ShouldNotBeNull().Methods[1];
        (reported.Description, reported.IsOurs).ShouldBe((s_sample.Description, true));
        outcome.Notes[^1].ShouldStartWith("EveryCritical scores ");
    }
}
