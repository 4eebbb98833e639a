using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Randomness;
using Xmrl.Runs.Curves;
using Xmrl.Runs.Records;
using Xmrl.Runs.Safetensors;
using Xmrl.Training.Settings;

namespace Xmrl.Training.Loop;

/// <summary>Iterates a meta-learner with metrics, checkpoints and progress; continues from its newest checkpoint.</summary>
/// <param name="run">Where metrics and checkpoints go.</param>
/// <param name="learner">The learner.</param>
/// <param name="log">Receives warnings.</param>
internal sealed class TrainingLoop(RunDirectory run, IMetaLearner learner, ILogger log)
{
    /// <summary>Time between two checkpoints where nothing else is said.</summary>
    public static readonly TimeSpan DefaultSaveEvery = TimeSpan.FromSeconds(20);

    private ReplayFiles? _replay;

    /// <summary>Time between two checkpoints; zero for one after every iteration. Results do not depend on it.</summary>
    public TimeSpan SaveEvery { get; init; } = DefaultSaveEvery;

    /// <summary>Trains to the end.</summary>
    /// <param name="plan">What to train.</param>
    /// <param name="progress">Told after every iteration: how many are done, and of the last one.</param>
    /// <param name="token">Saves a checkpoint and throws when cancelled.</param>
    /// <returns>The trained parameters and what they cost.</returns>
    /// <exception cref="ArithmeticException">A number is not finite, or an outer step is not accepted where that ends the training; the
    /// message names series and iteration, and where a number is not finite task and tensor. The parameters before that iteration are
    /// saved.</exception>
    public TrainingResult Run(TrainingPlan plan, Action<long, IterationReport> progress, CancellationToken token)
    {
        Real[] theta = plan.Training.Parameters;
        var total = new TrainingTotals();
        BestParameters? best = plan.ReturnsBeyond is null ? null : new BestParameters(run, learner.Tensors, plan.Series);
        using var curves = new CurveHash();
        _replay = plan.Training is IReplayTraining ? new ReplayFiles(run, plan.Series) : null;
        long first = Restore(plan, theta, best, curves, ref total);
        using var record = new TrainingRecord(run, plan, learner, curves, first);
        long saved = Stopwatch.GetTimestamp();
        long done = first;
        double? score = null;
        bool still = false;
        while (done < plan.Iterations)
        {
            string known = curves.Current;
            SafetensorsFile? before = record.Validates(done) ? Content(plan, theta, total, known) : null;
            try
            {
                RandomKey key = plan.Key.Derive((ulong)done);
                IterationReport report = plan.Training.Iterate(plan.Tasks(key), key, token);
                TrainingTotals earlier = total;
                total = total.Add(report);
                score = record.Write(done, report, total, theta, token);
                TrainingInstruments.Record(plan.Series, report);
                if (Ends(report.Outer.Status, plan.OnFailure) is var (failure, remedy))
                {
                    Save(plan, record, done, Content(plan, theta, earlier, known));
                    throw new ArithmeticException(
                        $"{plan.Series} {failure} in iteration {done}: {report.Outer.Detail.TrimEnd('.')}. The checkpoint before it is "
                            + $"intact; {remedy}.");
                }

                bool stoodStill = report.Outer.StoodStill;
                if (report.Outer.Status != OuterStatus.Accepted && !(stoodStill && still))
                {
                    log.LogWarning("{Series}, iteration {Iteration}: {Detail}", plan.Series, done, report.Outer.Detail);
                }

                if (report.Engine.UnstableEpisodes > 0)
                {
                    log.LogWarning(
                        "{Series}, iteration {Iteration}: the simulation became unstable in {Count} episodes, which ended there.",
                        plan.Series, done, report.Engine.UnstableEpisodes);
                }

                still = stoodStill;
                done++;
                best?.Offer(done, score ?? double.NaN, theta);
                progress(done, report);
            }
            catch (OperationCanceledException)
            {
                // An iteration that was stopped in its validation has no line of metrics: it is done again.
                Save(plan, record, done, before ?? Content(plan, theta, total, curves.Current));
                throw;
            }

            if (done < plan.Iterations && Stopwatch.GetElapsedTime(saved) >= SaveEvery)
            {
                Save(plan, record, done, Content(plan, theta, total, curves.Current));
                saved = Stopwatch.GetTimestamp();
            }
        }

        if (first < done)
        {
            if (best?.Return(score ?? double.NaN, plan.ReturnsBeyond ?? 0, theta, log) is { } iteration)
            {
                log.LogWarning(
                    "{Series}: the score on the validation tasks fell to {Score:g4}; the parameters after iteration {Iteration} are "
                        + "kept instead of the last.",
                    plan.Series, score, iteration);
            }

            Save(plan, record, done, Content(plan, theta, total, curves.Current, best is { IsLost: true }));
        }

        if (TrainingStandstill.Of(MetricsReader.Read(run.File(plan.MetricsName)), $"the training {plan.Series}") is { } standstill)
        {
            log.LogWarning("{Standstill}", standstill.Describe());
        }

        return new TrainingResult([.. theta], total);
    }

    /// <summary>What a failed step is called if it ends the training, and what to do about it; null if the training goes on.</summary>
    private static (string Failure, string Remedy)? Ends(OuterStatus status, FailureRule rule)
    {
        const string Shorter = "start again with a smaller step size";
        return (status, rule) switch
        {
            (OuterStatus.Accepted, _) or (_, FailureRule.GoOn) => null,
            (OuterStatus.NonFiniteGradient or OuterStatus.NonFiniteStep, _) => ("met a number that is not finite", Shorter),
            (OuterStatus.ZeroGradient or OuterStatus.NoMovement, FailureRule.StopAtRejected)
                => ("found nothing to learn", "meta.onFailure=stopAtNonFinite goes on with other tasks and samples"),
            (_, FailureRule.StopAtRejected) => ("rejected its outer step", Shorter),
            _ => null,
        };
    }

    /// <summary>An iteration in a few words for people.</summary>
    /// <param name="report">The iteration.</param>
    /// <param name="hasSuccess">Whether episodes of the environment can succeed.</param>
    internal static string Describe(IterationReport report, bool hasSuccess)
    {
        PhaseSeconds p = report.Profile;
        double sum = Math.Max(1e-9, p.Sampling + p.Advantages + p.Gradients + p.Outer);
        string success = hasSuccess ? $", success {report.SuccessAfter:p0}" : "";
        return $"return {report.ReturnBefore:f2} → {report.ReturnAfter:f2}{success} | "
            + $"{Pace(report.Interactions / report.WallSeconds)}{report.CoresUsed:f1} cores: "
            + (report.Engine.Seconds > 0 ? $"physics {report.EngineShare:p1} of clock × threads, " : "")
            + $"sampling {p.Sampling / sum:p0}, advantages {p.Advantages / sum:p0}, gradients {p.Gradients / sum:p0}, outer "
            + $"{p.Outer / sum:p0}";
    }

    /// <summary>Environment steps per second in words; nothing where stored episodes are learned from.</summary>
    private static string Pace(double rate) => rate switch
    {
        0 => "",
        < 1e5 => $"{rate:f0} steps/s on ",
        _ => $"{rate / 1e6:f2} M steps/s on ",
    };

    private long Restore(TrainingPlan plan, Real[] theta, BestParameters? best, CurveHash curves, ref TrainingTotals total)
    {
        (long Iteration, SafetensorsFile Content)? newest = run.Checkpoints.LoadLatest(log, plan.Series);
        foreach (string mended in TrainingRecord.Mend(run, plan, newest?.Iteration ?? 0))
        {
            log.LogWarning("{Mended}", mended);
        }

        if (newest is not { } latest)
        {
            return 0;
        }

        long interactions = TrainingCheckpoint.Restore(
            latest.Content, learner.Tensors, plan.Training, run.Checkpoints.PathOf(latest.Iteration, plan.Series));
        if (plan.Training is IReplayTraining training)
        {
            _replay!.Restore(latest.Content, training, run.Checkpoints.PathOf(latest.Iteration, plan.Series));
        }

        string path = run.File(plan.MetricsName);
        MetricsRow[] rows = File.Exists(path) ? [.. MetricsReader.Read(path).TakeWhile(row => row.Iteration < latest.Iteration)] : [];
        string table = run.File(TrainingRecord.ProgressName(plan.MetricsName));
        curves.Add(rows);
        foreach (string difference in CurveCheck.Differences(
            latest.Content, curves.Current, rows, path, table, choosesBest: best is not null))
        {
            log.LogWarning("{Series}: {Difference}", plan.Series, difference);
        }

        if (rows.Length != latest.Iteration && File.Exists(table))
        {
            // Times and scores stand in the table too.
            IEnumerable<MetricsRow> known = ProgressCsvReader.Read(table).TakeWhile(row => row.Iteration < latest.Iteration);
            rows = [.. rows.UnionBy(known, static row => row.Iteration).OrderBy(static row => row.Iteration)];
        }

        if (rows.Length != latest.Iteration && !latest.Content.Metadata.ContainsKey(TrainingCheckpoint.ImportedName))
        {
            log.LogWarning(
                "{File} has {Rows} of the {Iterations} iterations before the checkpoint; times and curves lack the others.",
                plan.MetricsName, rows.Length, latest.Iteration);
        }

        best?.Restore(rows);
        total = TrainingTotals.Of(interactions, rows);
        log.LogInformation(
            "{Series} continues after iteration {Iteration} of {Iterations}.", plan.Series, latest.Iteration, plan.Iterations);
        return latest.Iteration;
    }

    private SafetensorsFile Content(TrainingPlan plan, Real[] theta, TrainingTotals total, string curves, bool isBestLost = false)
    {
        SafetensorsFile file = PolicyWeights.Of(learner.Tensors, theta);
        foreach ((string name, double[] values) in plan.Training.State)
        {
            file.Tensors[TrainingCheckpoint.OuterPrefix + name] = StoredTensor.Of<double>(values, values.Length);
        }

        if (plan.Training is IReplayTraining training)
        {
            ReplayFiles.Put(training, file);
        }

        file.Tensors[TrainingCheckpoint.InteractionsName] = StoredTensor.Of<double>([total.Interactions], 1);
        file.Metadata[TrainingCheckpoint.CurvesName] = curves;
        if (isBestLost)
        {
            file.Metadata[TrainingCheckpoint.BestLostName] = "true";
        }

        return file;
    }

    private void Save(TrainingPlan plan, TrainingRecord record, long iteration, SafetensorsFile file)
    {
        record.FlushToDisk();
        if (plan.Training is IReplayTraining training)
        {
            _replay!.Write(training, file);
        }

        run.Checkpoints.Save(iteration, file, plan.Series);
        _replay?.DeleteUnnamed(file);
        log.LogDebug("{Series}: checkpoint after iteration {Iteration}.", plan.Series, iteration);
    }
}
