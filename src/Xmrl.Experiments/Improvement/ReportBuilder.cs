using Xmrl.Experiments.Planted;
using Xmrl.Experiments.Settings;
using Xmrl.Explain.MixingLaws;
using Xmrl.Explain.Statistics;
using Xmrl.Meta.Evaluation;
using Xmrl.Meta.Learning;
using Xmrl.Numerics.Matrices;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Environments.Drone;
using Xmrl.Rl.Environments.Stock;
using Xmrl.Rl.Rollouts;
using Xmrl.Runs.Curves;
using Xmrl.Runs.Records;
using Xmrl.Runs.Reports;

namespace Xmrl.Experiments.Improvement;

/// <summary>Turns what a run found into the data of its report.</summary>
/// <param name="pipeline">The run's parts.</param>
/// <param name="configuration">Its configuration.</param>
/// <param name="run">Where metrics lie.</param>
public sealed class ReportBuilder(ImprovementPipeline pipeline, ImproveConfiguration configuration, RunDirectory run)
{
    private const int PathsShown = 4;
    private const int PathPoints = 200;

    /// <summary>Builds the report.</summary>
    /// <param name="identity">What ran.</param>
    /// <param name="found">What the stages found.</param>
    /// <param name="token">Checked before every step of the episodes that are shown.</param>
    /// <returns>The data.</returns>
    public ReportData Build(ReportIdentity identity, ImprovementFindings found, CancellationToken token = default)
    {
        EnvironmentSpec spec = pipeline.Family.Spec;
        return new ReportData
        {
            Identity = identity,
            Score = new ReportScore { Name = spec.ScoreName, IsShare = spec.HasSuccess, DegradedBy = configuration.Scoring.DegradedBy },
            Protocol = Protocol(),
            Scene = Scene(),
            Tasks = Tasks(found),
            Stages =
            [
                .. pipeline.Book.Entries.Select(
                    entry => new ReportStage
                    {
                        Name = entry.Name,
                        Iterations = entry.Iterations,
                        Interactions = entry.Interactions,
                        Seconds = entry.Seconds,
                    }),
            ],
            Profile = Profile(found),
            Curves = [.. TrainingCurves(), .. RetrainingCurves()],
            Adaptation = Adaptation(found),
            Explanation = found.Explanation?.Explanation is { } explanation
                ? new ReportExplanation
                {
                    Method = explanation.Method.ToString(),
                    ReplicateCorrelation = Finite(explanation.Agreement.MeanPairwiseSpearman),
                    SolverStatus = explanation.Solver.Length == 0 ? null : explanation.Solver,
                    UniformWeight = 0,
                }
                : null,
            Augmentation = found.Laws.TryGetValue(ImprovementMethod.Xmrl, out StoredMixing? mixing) ? Augmentation(mixing) : null,
            Methods = [.. found.Summaries.Select(summary => Method(summary, found.Ours))],
            ControlName = found.Summaries.Any(s => s.Method == ImprovementMethod.Continued)
                ? MethodNames.Of(ImprovementMethod.Continued)
                : null,
            PerTask = PerTask(found),
            Paths = Paths(found, token),
            Trading = Trading(found, token),
        };
    }

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;

    private static ReportEstimate Estimate(Interval interval) => new(interval.Value, interval.Low, interval.High, interval.Reason);

    private static ReportDifference? Difference(PairedDifference? difference) => difference is { } d
        ? new ReportDifference(
            d.Interval.Value, d.Interval.Low, d.Interval.High, d.PValue is { } p ? Finite(p) : null, d.Interval.Reason,
            d.Status == TestStatus.Tested ? null : d.Status.ToWords())
        : null;

    private static ReportMethod Method(MethodSummary summary, ImprovementMethod? ours) => new()
    {
        Name = summary.Name,
        Description = summary.Method is { } method ? MethodNames.Describe(method) : "The base policy: what is to be repaired.",
        IsControl = summary.Method is not null && summary.Method != ours,
        IsOurs = summary.Method is not null && summary.Method == ours,
        Mean = Estimate(summary.Mean),
        Iqm = Estimate(summary.Iqm),
        Cvar = Estimate(summary.Cvar),
        Poor = Estimate(summary.Poor),
        NonPoor = Estimate(summary.NonPoor),
        DegradedShare = summary.Method is null ? null : summary.Degradation.Share,
        DegradedMeanDrop = summary.Method is null ? null : Finite(summary.Degradation.MeanDrop),
        Interactions = summary.Interactions,
        DifferenceToBase = Difference(summary.ToBase),
        PoorDifferenceToBase = Difference(summary.PoorToBase),
        NonPoorDifferenceToBase = Difference(summary.NonPoorToBase),
        DifferenceToControl = Difference(summary.ToControl),
        PoorDifferenceToControl = Difference(summary.PoorToControl),
    };

    private static string TestId(int position) => $"test-{position + 1}";

    private List<ReportEntry> Protocol()
    {
        ScoringSettings scoring = configuration.Scoring;
        return
        [
            new(
                "Base learner",
                $"{MethodNames.Of(configuration.Meta.Learner)}, {configuration.Meta.InnerSteps} inner step(s), gradient order "
                    + $"{configuration.Meta.EffectiveOrder}, outer step {configuration.Meta.EffectiveOuterStep}"),
            new("Adaptation on a new task", $"{scoring.AdaptationTrajectories} trajectories per step"),
            new("Scored actions", scoring.Actions == ActionKind.Mean ? "mean" : "sampled"),
            new("Repeats per task", $"{scoring.Repeats} independent adaptations, the same random numbers for every method"),
            new(
                "Poor test tasks",
                $"worst {configuration.Poor.TestShare:p0} under the base policy, selected on other episodes than those measured"),
            new("Intervals", "95 %, over test tasks of this one seed; for training tasks over replicates"),
            new("Interactions", "environment steps beyond the base policy: explanation, augmentation and retraining"),
        ];
    }

    private ReportScene? Scene() => ((pipeline.Family as IPlantedFamily)?.Inner ?? pipeline.Family) is DroneFamily drone
        ? new ReportScene
        {
            RoomSize = [drone.Options.RoomWidth, drone.Options.RoomHeight],
            Start = [drone.Options.StartX, drone.Options.StartY],
            GoalSize = [2 * drone.Options.GoalHalfWidth, 2 * drone.Options.GoalHalfWidth],
            ObstacleSize = [drone.Options.ObstacleWidth, drone.Options.ObstacleHeight],
            GoalParameters = [drone.Spec.TaskParameterNames[0], drone.Spec.TaskParameterNames[1]],
            ObstacleParameters = [drone.Spec.TaskParameterNames[2], drone.Spec.TaskParameterNames[3]],
        }
        : null;

    private List<ReportTask> Tasks(ImprovementFindings found)
    {
        var tasks = new List<ReportTask>();
        for (int i = 0; i < pipeline.Tasks.Training.Count; i++)
        {
            tasks.Add(Task($"train-{i + 1}", ReportTaskSet.Training, pipeline.Tasks.Training[i]) with
            {
                IsCritical = found.Explanation?.Critical.Contains(i) ?? false,
                Influence = found.Explanation?.Explanation is { } e
                    ? new ReportInfluence
                    {
                        Weight = e.Agreement.Elements[i].Value,
                        Low = e.Agreement.Elements[i].Low,
                        High = e.Agreement.Elements[i].High,
                        NoInterval = e.Agreement.Elements[i].Reason,
                        Rank = Array.IndexOf(e.Ranking, i) + 1,
                    }
                    : null,
            });
        }

        for (int i = 0; i < pipeline.Tasks.Validation.Count; i++)
        {
            tasks.Add(
                Task(
                    $"validation-{i + 1}", ReportTaskSet.Validation,
                    pipeline.Tasks.Validation[i]) with
                { IsPoor = found.Explanation?.Poor.Contains(i) ?? false });
        }

        for (int i = 0; i < pipeline.Tasks.Test.Count; i++)
        {
            tasks.Add(Task(TestId(i), ReportTaskSet.Test, pipeline.Tasks.Test[i]) with { IsPoor = found.PoorTest.Contains(i) });
        }

        return tasks;
    }

    private ReportTask Task(string id, ReportTaskSet set, MdpTask task) => new()
    {
        Id = id,
        Set = set,
        Parameters = pipeline.Family.Spec.TaskParameterNames.Zip(task.Parameters)
            .ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal),
    };

    private ReportProfile Profile(ImprovementFindings found)
    {
        PhaseSeconds p = found.Totals.Aggregate(default(PhaseSeconds), (sum, totals) => sum + totals.Profile);
        double wall = found.Totals.Sum(totals => totals.Seconds);
        return new ReportProfile
        {
            Phases =
            [
                new("environment and policy inference", p.Sampling),
                new("baselines and advantages", p.Advantages),
                new("gradients", p.Gradients),
                new("reduction and outer step", p.Outer),
            ],
            StepsPerSecond = wall > 0 ? found.Totals.Sum(totals => totals.Interactions) / wall : null,
            CoresUsed = wall > 0 ? (p.Sampling + p.Advantages + p.Gradients + p.Outer) / wall : null,
        };
    }

    private IEnumerable<ReportCurve> TrainingCurves()
    {
        IReadOnlyList<MetricsRow> rows = Rows("metrics.jsonl");
        bool share = pipeline.Family.Spec.HasSuccess;
        yield return Curve("Meta-training: return", "before adaptation", "return", false, rows, "return_before");
        yield return Curve("Meta-training: return", "after adaptation", "return", false, rows, "return_after");
        if (share)
        {
            yield return Curve("Meta-training: success", "training tasks, sampled actions", "success rate", true, rows, "success_after");
        }

        yield return Curve(
            share ? "Meta-training: success" : "Meta-training: return", "validation tasks", share ? "success rate" : "return", share, rows,
            TrainingRecord.ValidationName);
    }

    private IEnumerable<ReportCurve> RetrainingCurves()
        => configuration.Retrain.Methods.Select(method => Curve(
            "Retraining", MethodNames.Of(method), "return after adaptation, training tasks", false,
            Rows($"metrics-retrain-{MethodNames.Series(method)}.jsonl"), "return_after"))
            .Where(curve => curve.Points.Count > 0);

    private IReadOnlyList<MetricsRow> Rows(string name)
    {
        string path = run.File(name);
        return File.Exists(path) ? [.. MetricsReader.Read(path)] : [];
    }

    private static ReportCurve Curve(string stage, string label, string yLabel, bool isShare, IReadOnlyList<MetricsRow> rows, string column)
        => new()
        {
            Stage = stage,
            Label = label,
            XLabel = "iteration",
            YLabel = yLabel,
            IsShare = isShare,
            Points =
        [
            .. rows.Where(row => row.Values.ContainsKey(column))
            .Select(row => new ReportCurvePoint(row.Iteration + 1, Finite(row.Values[column]))),
        ],
        };

    private List<ReportCurve> Adaptation(ImprovementFindings found) =>
    [
        .. found.Methods.Where(method => configuration.Scoring.Curves || method.Method is null).Select(method => new ReportCurve
        {
            Stage = "Adaptation",
            Label = method.Name,
            XLabel = "adaptation steps",
            YLabel = pipeline.Family.Spec.ScoreName,
            IsShare = pipeline.Family.Spec.HasSuccess,
            Points =
            [
                .. Enumerable.Range(0, configuration.Meta.InnerSteps + 1)
                .Select(k => new ReportCurvePoint(k, Finite(method.Scores.Average(s => Kind(s)[k])))),
            ],
        }),
    ];

    private double[] Kind(TaskScores scores) => configuration.Scoring.Actions == ActionKind.Mean ? scores.MeanActions : scores.Sampled;

    private ReportAugmentation Augmentation(StoredMixing mixing)
    {
        IMixingLaw law = LearnerFactory.Law(configuration.Augment.Law);
        string[] names = ["μ", "σ"];
        return new ReportAugmentation
        {
            Law = law.Name,
            Parameters = [.. mixing.Initial.Select((before, i) => new ReportLawParameter(names[i], before, mixing.Parameters[i]))],
            DensityBefore = Density(mixing.Initial),
            DensityAfter = Density(mixing.Parameters),
            Estimator = configuration.Augment.Information.ToString(),
            Steps =
            [
                .. mixing.Iterations.Select(step => new ReportAugmentationStep
                {
                    Iteration = step.Iteration - 1,
                    Information = Finite(step.Information),
                    Lower = Finite(step.Bracket.Lower),
                    Upper = Finite(step.Bracket.Upper),
                    Mean = step.Mean,
                    StandardDeviation = step.StandardDeviation,
                }),
            ],
            InfeasibleShare = mixing.Iterations.Average(step => step.InfeasibleShare),
        };

        double[][] Density(double[] parameters)
            => [.. Enumerable.Range(1, 99).Select(i => new[] { i / 100.0, law.Density(parameters, i / 100.0) })];
    }

    private List<ReportTaskScores> PerTask(ImprovementFindings found)
    {
        var rows = new List<ReportTaskScores>();
        for (int i = 0; i < pipeline.Tasks.Test.Count && found.Summaries.Count > 0; i++)
        {
            rows.Add(new ReportTaskScores(TestId(i), found.Summaries.ToDictionary(s => s.Name, s => s.Scores[i], StringComparer.Ordinal)));
        }

        return rows;
    }

    private List<ReportPath> Paths(ImprovementFindings found, CancellationToken token)
    {
        var paths = new List<ReportPath>();
        if (Scene() is null || found.Policies.Count == 0)
        {
            return paths;
        }

        Real[]? after = found.Ours is { } ours ? found.Policies.First(policy => policy.Method == ours).Parameters : null;
        foreach (int position in found.PoorTest.Take(PathsShown))
        {
            paths.Add(Path(found.Policies[0].Parameters, position, ReportPathPhase.Before, token));
            if (after is not null)
            {
                paths.Add(Path(after, position, ReportPathPhase.After, token));
            }
        }

        return paths;
    }

    private ReportTrading? Trading(ImprovementFindings found, CancellationToken token)
    {
        if (pipeline.Family is not StockFamily family)
        {
            return null;
        }

        Real[]? after = found.Ours is { } ours ? found.Policies.First(policy => policy.Method == ours).Parameters : null;
        var accounts = new List<ReportAccount>();
        foreach (int position in found.Policies.Count == 0 ? [] : found.PoorTest.Take(PathsShown))
        {
            accounts.Add(Account(found.Policies[0].Parameters, position, ReportPathPhase.Before));
            if (after is not null)
            {
                accounts.Add(Account(after, position, ReportPathPhase.After));
            }
        }

        string source = configuration.Market?.Data is { } file ? $"prices from {System.IO.Path.GetFileName(file)}" : "generated prices";
        return TradingReport.Market(family, source) with { Accounts = accounts };

        ReportAccount Account(Real[] parameters, int position, ReportPathPhase phase) => TradingReport.Account(
            family,
            pipeline.Evaluator.Trace(parameters, pipeline.Tasks.Test[position], pipeline.Scoring, pipeline.TestKey, token),
            (TestId(position), phase));
    }

    private ReportPath Path(Real[] parameters, int position, ReportPathPhase phase, CancellationToken token)
    {
        Rollout rollout = pipeline.Evaluator.Trace(parameters, pipeline.Tasks.Test[position], pipeline.Scoring, pipeline.TestKey, token);
        ConstMatrix visited = rollout.Observations;
        int every = Math.Max(1, rollout.Samples / PathPoints);
        var points = new List<double[]>();
        for (int t = 0; t < rollout.Samples; t += every)
        {
            points.Add([visited[0, t], visited[1, t]]);
        }

        points.Add([rollout.FinalObservations[0, 0], rollout.FinalObservations[1, 0]]);
        return new ReportPath { TaskId = TestId(position), Phase = phase, Points = [.. points], Succeeded = rollout.Succeeded[0] };
    }
}
