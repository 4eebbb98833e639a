using Xmrl.Experiments.Comparison;
using Xmrl.Experiments.Improvement;
using Xmrl.Experiments.Methods;
using Xmrl.Meta.Evaluation;
using Xmrl.Numerics.Randomness;
using Xmrl.Statistics;
using Xmrl.Training.Loop;

namespace Xmrl.Experiments.Stages;

/// <summary>Decides on fresh tasks whether one of the candidates replaces the base policy; the policy that is kept goes to
/// repaired.safetensors.</summary>
/// <param name="scale">The run's configuration.</param>
internal sealed class ConfirmationStage(RunScale scale) : IStage
{
    /// <inheritdoc/>
    public string Name => "Confirmation";

    /// <inheritdoc/>
    public StageWork Work
    {
        get
        {
            ImproveConfiguration c = scale.Configuration;
            int candidates = c.Retrain.Methods.Count(c.Confirm.Candidates.Contains);
            return (double)(candidates == 0 ? 0 : candidates + 1) * c.Confirm.Tasks * c.Scoring.Repeats * scale.Reported;
        }
    }

    /// <summary>The stage, where confirm.tasks asks for it.</summary>
    public static IEnumerable<IStage> Of(RunScale scale) => scale.Configuration.Confirm.Tasks > 0 ? [new ConfirmationStage(scale)] : [];

    /// <inheritdoc/>
    public ImprovementFindings Run(StageRun run, ImprovementFindings found, CancellationToken token)
    {
        RunParts parts = run.Parts;
        ConfirmSettings settings = parts.Configuration.Confirm;
        MetaPolicy[] candidates =
            [.. found.Policies.Where(policy => policy.Method is { } method && settings.Candidates.Contains(method.Name))];
        if (candidates.Length == 0)
        {
            return found;
        }

        StoredConfirmation decision = run.Once(
            parts.Directory.File(StoredConfirmation.FileName), () => Decide(run, found.Policies[0], candidates, token));
        Real[] kept = found.Policies.First(policy => policy.Method?.Name == decision.Chosen).Parameters;
        parts.Directory.Store(parts.Directory.File("repaired.safetensors"), PolicyWeights.Of(parts.Learner.Tensors, kept).Write);
        return found with { Confirmation = decision };
    }

    private static StageResult<StoredConfirmation> Decide(
        StageRun run, MetaPolicy basePolicy, MetaPolicy[] candidates, CancellationToken token)
    {
        RunParts parts = run.Parts;
        ConfirmSettings settings = parts.Configuration.Confirm;
        RandomKey key = parts.Keys.Confirmation;
        var fresh = new ScoredTasks(
            "confirmation",
            [.. Enumerable.Range(0, settings.Tasks).Select(i => parts.Family.SampleTask(key.Derive(RandomPurpose.TaskSampling), i))],
            key.Derive(RandomPurpose.Evaluation));
        long interactions = 0;
        double[] before = Confirmed(basePolicy, 0);
        RepairCandidate[] after =
        [
            .. candidates.Select((candidate, c) => new RepairCandidate(candidate.Method!, Confirmed(candidate, c + 1))),
        ];
        var rule = new RepairDecision(
            settings, parts.Configuration.Scoring.DegradedBy, ScoreRange.Of(parts.Family.Spec.HasSuccess));
        return new StageResult<StoredConfirmation>(
            WithAdaptation(rule.Decide(before, after, interactions, key), candidates), candidates.Length + 1, interactions);

        static StoredConfirmation WithAdaptation(StoredConfirmation decision, MetaPolicy[] candidates) => decision with
        {
            Adaptation = candidates.FirstOrDefault(candidate => candidate.Method?.Name == decision.Chosen)?.Adaptation,
        };

        double[] Confirmed(MetaPolicy policy, int done)
        {
            TaskScores[] scores = parts.Evaluate(policy, fresh, parts.ReportedScoring, token);
            interactions += scores.Sum(task => task.Interactions);
            run.Report(done + 1, candidates.Length + 1, $"{fresh.Tasks.Count} fresh tasks");
            return [.. scores.Select(parts.Score)];
        }
    }
}
