using Xmrl.Diagnosis.Decision;
using Xmrl.Diagnosis.Kinds;
using Xmrl.Diagnosis.Probes;
using Xmrl.Numerics.Linear;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Diagnosis;

/// <summary>Says for each kind of failing task why it fails: groups the tasks, probes each kind in the order of the probes' cost until one
/// cause is clear, and prescribes one remedy.</summary>
/// <param name="bench">Scores, gradients and short trainings.</param>
/// <param name="spec">The environment.</param>
/// <param name="settings">Settings.</param>
internal sealed class Diagnostician(IDiagnosisBench bench, EnvironmentSpec spec, DiagnosisSettings settings)
{
    private readonly Dictionary<ProbeName, Real[]> _shared = [];
    private readonly DiagnosisWords _words = new(spec, !bench.AdaptsToFresh);

    /// <summary>Probes of another adaptation for which the learner has something to try.</summary>
    private readonly HashSet<ProbeName> _canTry = [.. bench.Changes.Select(change => change.Probe(bench.Adaptation))];

    /// <summary>Lengths of trainings.</summary>
    public TrainingLengths Lengths { get; init; } = new(1, 1);

    /// <summary>Unseen tasks on which the remedy's gain will be measured, ≥ 1.</summary>
    public required int UnseenTasks { get; init; }

    /// <summary>Told of each probe before it begins.</summary>
    public Action<string> Progress { get; init; } = static _ => { };

    /// <summary>Diagnoses a meta-policy.</summary>
    /// <param name="parameters">Its parameters θ. Shape [P].</param>
    /// <param name="tasks">The failing tasks.</param>
    /// <param name="key">Random numbers.</param>
    /// <param name="token">Checked between tasks.</param>
    /// <returns>Kinds, causes and remedies.</returns>
    public StoredDiagnosis Diagnose(Real[] parameters, FailingTasks tasks, RandomKey key, CancellationToken token)
    {
        int failing = tasks.All.Length;
        KindDiagnosis[] kinds = [];
        if (failing >= KindGrouping.FewestFailing(tasks.Validation.Count) && tasks.Poor.Length > 0)
        {
            Progress("gradients of the failing tasks");
            KindFinder finder = KindFinder.Find(tasks, spec, bench, key.Derive(RandomPurpose.Selection), token);
            IReadOnlyList<FreshTasks> fresh = bench.AdaptsToFresh
                ? FreshTasks.Draw(finder, tasks, bench, settings.Tasks)
                : FreshTasks.Stored(finder, tasks, settings.Tasks);
            kinds = [.. fresh.Select((own, kind) => Diagnose(parameters, tasks, finder, own, kind, key.Derive((ulong)kind), token))];
        }

        int? prescribed = Prescribed(kinds);
        DataReview? data = tasks.Poor.Length == 0 ? null : DataReview.Of(tasks, bench, token);
        return new StoredDiagnosis
        {
            Tasks = tasks.Validation.Count,
            Failing = failing,
            Kinds = kinds,
            Prescribed = prescribed,
            Sentences = [.. _words.Whole(tasks.Validation.Count, failing, kinds, prescribed), .. data?.Describe(spec.ScoreName) ?? []],
            Data = data,
            Interactions = bench.Interactions,
        };
    }

    /// <summary>The kind whose remedy is predicted to gain most over all tasks.</summary>
    private static int? Prescribed(KindDiagnosis[] kinds)
    {
        int[] open = [.. kinds.Index().Where(kind => kind.Item.Prescription.Gain is { Value: > 0 }).Select(kind => kind.Index)];
        return open.Length == 0 ? null : open.MaxBy(kind => kinds[kind].Prescription.Gain!.Value.Value);
    }

    private KindDiagnosis Diagnose(
        Real[] parameters, FailingTasks tasks, KindFinder finder, FreshTasks fresh, int kind, RandomKey key, CancellationToken token)
    {
        long before = bench.Interactions;
        FailingKind found = finder.Kinds[kind];
        Progress($"fresh tasks of kind {kind + 1}");
        KindEvidence evidence = Confirmed(parameters, tasks, fresh, found, token) with { Conflict = finder.Conflicts[kind] };
        RandomKey bootstrap = key.Derive(RandomPurpose.Bootstrap);
        IReadOnlyList<CauseShare> shares = CauseConfidence.Of(evidence, bootstrap);
        while (!IsSure(evidence, shares) && DiagnosisRule.Next(evidence, _canTry) is { } probe)
        {
            Progress($"{ProbeWords.Of(probe)}, kind {kind + 1}");
            long started = bench.Interactions;
            ScoredArm arm = probe is ProbeName.MoreData or ProbeName.OtherSteps
                ? Readapted(probe, parameters, tasks, fresh, found, token)
                : probe == ProbeName.KindAdded && !bench.AdaptsToFresh
                ? AddedByHalves(tasks, fresh, found, token)
                : Scored(probe, Trained(probe, tasks, found, token), fresh, bench.Adaptation, token);
            evidence = evidence with { Arms = [.. evidence.Arms, arm with { Interactions = bench.Interactions - started }] };
            shares = CauseConfidence.Of(evidence, bootstrap);
        }

        Cause cause = shares[0].Share >= CauseConfidence.Least ? shares[0].Cause : Cause.Unclear;
        return new KindDiagnosis
        {
            Kind = found,
            Evidence = evidence,
            Cause = cause,
            Shares = shares,
            Reasons = _words.Reasons(evidence, tasks, found, bench.Adaptation),
            Suspects = cause == Cause.MisleadingTasks ? tasks.Suspects : [],
            Prescription = Prescriber.Of(
                cause, evidence, new(fresh.Share, fresh.ElsewhereShare, Lengths, fresh.Counted, UnseenTasks), bench),
            Untried = DiagnosisRule.Next(evidence, _canTry),
            Interactions = bench.Interactions - before,
        };
    }

    private bool IsSure(KindEvidence evidence, IReadOnlyList<CauseShare> shares)
        => !settings.Exhaustive && shares[0].Share >= CauseConfidence.Least && DiagnosisRule.IsSettled(evidence, shares[0].Cause);

    private KindEvidence Confirmed(
        Real[] parameters, FailingTasks tasks, FreshTasks fresh, FailingKind found, CancellationToken token)
    {
        double[] others = fresh.Others.Count == 0 ? [] : bench.Score(parameters, fresh.Others, bench.Adaptation, token);
        double best = others.Length > 0 ? others.Average() : tasks.Measured.Order().ElementAt((int)(0.9 * (tasks.Measured.Length - 1)));
        return new KindEvidence
        {
            Kind = bench.Score(parameters, fresh.Kind, bench.Adaptation, token),
            Others = others,
            Elsewhere = fresh.Elsewhere.Count == 0 ? [] : bench.Score(parameters, fresh.Elsewhere, bench.Adaptation, token),
            Limit = tasks.Limit,
            Target = spec.HasSuccess && others.Length == 0 ? 1 : Math.Max(tasks.Limit ?? double.NegativeInfinity, best),
            TrainingShare = found.Training.Length / (double)tasks.Training.Count,
            Coherence = found.Coherence,
            Suspects = tasks.Suspects.Length,
            Conflict = null,
        };
    }

    /// <summary>The adaptation that helps the kind's validation tasks most, scored on the fresh ones.</summary>
    private ScoredArm Readapted(
        ProbeName probe, Real[] parameters, FailingTasks tasks, FreshTasks fresh, FailingKind found, CancellationToken token)
    {
        MdpTask[] own = [.. found.Validation.Take(settings.Tasks).Select(position => tasks.Validation[position])];
        AdaptationChange best = bench.Changes.Where(change => change.Probe(bench.Adaptation) == probe).MaxBy(
            change => bench.Score(parameters, own, change, token).Average())!;
        return Scored(probe, parameters, fresh, best, token) with { Change = best };
    }

    private ScoredArm Scored(ProbeName probe, Real[] theta, FreshTasks fresh, AdaptationChange adaptation, CancellationToken token) => new()
    {
        Probe = probe,
        Kind = bench.Score(theta, fresh.Kind, adaptation, token),
        Others = fresh.Others.Count == 0 ? [] : bench.Score(theta, fresh.Others, adaptation, token),
        Elsewhere = fresh.Elsewhere.Count == 0 ? [] : bench.Score(theta, fresh.Elsewhere, adaptation, token),
        Interactions = 0,
    };

    /// <summary>Two trainings, each with one half of the kind added and scored on the other half: the tasks that are scored are those that
    /// can be added.</summary>
    private ScoredArm AddedByHalves(FailingTasks tasks, FreshTasks fresh, FailingKind found, CancellationToken token)
    {
        var kind = new double[fresh.Kind.Count];
        var others = new double[fresh.Others.Count];
        var elsewhere = new double[fresh.Elsewhere.Count];
        for (int half = 0; half < 2; half++)
        {
            int[] added = [.. found.Validation.Where((_, i) => i % 2 == half)];
            Real[] trained = Trained(ProbeName.KindAdded, tasks, found with { Validation = added }, token);
            ScoredArm scored = Scored(ProbeName.KindAdded, trained, fresh, bench.Adaptation, token);
            for (int i = 0; i < kind.Length; i++)
            {
                kind[i] = i % 2 == half ? kind[i] : scored.Kind[i];
            }

            VectorOperations.AddScaled(0.5, scored.Others, others);
            VectorOperations.AddScaled(0.5, scored.Elsewhere, elsewhere);
        }

        return new ScoredArm { Probe = ProbeName.KindAdded, Kind = kind, Others = others, Elsewhere = elsewhere, Interactions = 0 };
    }

    private Real[] Trained(ProbeName probe, FailingTasks tasks, FailingKind found, CancellationToken token)
    {
        // These are the same for every kind.
        bool isShared = probe is ProbeName.MoreTraining or ProbeName.WithoutSuspects or ProbeName.LongTraining;
        if (isShared && _shared.TryGetValue(probe, out Real[]? known))
        {
            return known;
        }

        Real[] trained = bench.Train(new Arm(probe, [.. ArmTasks.Of(probe, tasks, found)]), token);
        if (isShared)
        {
            _shared.Add(probe, trained);
        }

        return trained;
    }
}
