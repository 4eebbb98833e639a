using System.Globalization;
using Xmrl.Diagnosis.Decision;
using Xmrl.Diagnosis.Kinds;
using Xmrl.Diagnosis.Probes;
using Xmrl.Rl.Environments;
using Xmrl.Statistics;

namespace Xmrl.Diagnosis;

/// <summary>A diagnosis in sentences.</summary>
/// <param name="spec">The environment, for the name of its score.</param>
/// <param name="isStored">Whether adaptation takes stored data, so that validation tasks stand for fresh ones.</param>
internal sealed class DiagnosisWords(EnvironmentSpec spec, bool isStored = false)
{
    private static readonly CultureInfo s_culture = CultureInfo.InvariantCulture;

    /// <summary>The name of a cause in sentences.</summary>
    public static string Of(Cause cause) => cause switch
    {
        Cause.NothingToRepair => "nothing to repair",
        Cause.AdaptationData => "too little or too noisy adaptation data",
        Cause.TooLittleTraining => "too little training",
        Cause.MisleadingTasks => "misleading training tasks",
        Cause.RareKind => "a rare kind of task",
        Cause.Interference => "interference between kinds of tasks",
        Cause.OutOfReach => "out of reach",
        _ => "unclear",
    };

    /// <summary>The whole diagnosis: how many tasks fail, and for each kind cause, remedy and prediction.</summary>
    public IReadOnlyList<string> Whole(int tasks, int failing, IReadOnlyList<KindDiagnosis> kinds, int? prescribed)
    {
        if (kinds.Count == 0)
        {
            return
            [
                failing == 0
                    ? $"None of {tasks} validation tasks fails: nothing to repair."
                    : $"{failing} of {tasks} validation tasks {(failing == 1 ? "fails" : "fail")}, fewer than the "
                        + $"{KindGrouping.FewestFailing(tasks)} from which on a cause is looked for: nothing to repair.",
            ];
        }

        string groups = kinds.Count == 1 ? "they are alike" : $"they are of {kinds.Count} kinds";
        return
        [
            $"{failing} of {tasks} validation tasks fail; {groups}.",
            .. kinds.Select((kind, number)
                => Sentence(kind, kinds.Count == 1 ? string.Empty : $"Kind {number + 1}: ", prescribed == number)),
        ];
    }

    /// <summary>The evidence of a kind: one sentence per probe that was run.</summary>
    public IReadOnlyList<string> Reasons(KindEvidence evidence, FailingTasks tasks, FailingKind kind, AdaptationChange adaptation)
    {
        List<string> reasons =
        [
            string.Create(
                s_culture,
                $"On {(isStored ? "new rows and episodes of " : "")}{evidence.Kind.Length} {(isStored ? "validation" : "fresh")} tasks of "
                    + $"the kind the {spec.ScoreName} is {Score(evidence.Kind)}, on "
                    + $"{evidence.Others.Length} others {(evidence.Others.Length == 0 ? "not known" : Score(evidence.Others))}."),
            string.Create(
                s_culture,
                $"{kind.Training.Length} of {tasks.Training.Count} training tasks are of the kind ({evidence.TrainingShare:p0})."),
        ];
        if (evidence.Conflict is { } cosine)
        {
            reasons.Add(string.Create(
                s_culture,
                $"The kind's gradient {(cosine < 0 ? "points against" : "agrees with")} that of the other training tasks (cosine "
                    + $"{cosine:f2})."));
        }

        if (evidence.Suspects > 0)
        {
            reasons.Add($"{evidence.Suspects} training tasks harm the failing ones (influence below 0 beyond its noise).");
        }

        if (isStored)
        {
            reasons.Add(
                "Fresh tasks have no stored data, so that the validation tasks are scored. The kind is added by halves, each scored "
                    + "without its own data; a training on the kind alone has seen the data that it is scored on.");
        }

        foreach (ScoredArm arm in evidence.Arms)
        {
            string what = arm.Change is { } change ? change.Describe(adaptation) : ProbeWords.Of(arm.Probe);
            double recovery = evidence.Recovery(arm.Probe, evidence.AllRows) ?? 0;
            reasons.Add(string.Create(
                s_culture,
                $"With {what} the kind has {Score(arm.Kind)} ({Gain(StudentMean.Difference(arm.Kind, evidence.Kind))}; {recovery:p0} of "
                    + $"the way to the target){(arm.Others.Length == 0 ? string.Empty : $", the others {Score(arm.Others)}")}."));
        }

        return reasons;
    }

    private string Sentence(KindDiagnosis kind, string prefix, bool isPrescribed)
    {
        string cause = kind.Cause == Cause.Unclear
            ? "unclear between " + string.Join(" and ", kind.Shares.Take(2).Select(share => $"{Of(share.Cause)} ({Percent(share.Share)})"))
                + (kind.Untried is { } probe ? $"; {ProbeWords.Of(probe)} would tell more" : string.Empty)
            : $"{Of(kind.Cause)} (confidence {Percent(kind.Confidence)})";
        string gain = kind.Prescription is { KindGain: { } own, Gain: { } all }
            ? $" Predicted: {Gain(own)} on this kind, {Gain(all)} over all tasks."
            : string.Empty;
        return string.Create(
            s_culture,
            $"{prefix}{kind.Kind.Validation.Length} failing tasks with {kind.Kind.Description}. Cause: {cause}. "
                + $"{(isPrescribed ? "Prescribed: " : string.Empty)}{kind.Prescription.Sentence}{gain}");
    }

    private static string Percent(double share) => share.ToString("p0", s_culture);

    private static string Score(double[] scores) => scores.Average().ToString("g3", s_culture);

    private static string Gain(Interval gain) => gain is { Low: { } low, High: { } high }
        ? string.Create(s_culture, $"{gain.Value:+0.###;-0.###;0} [{low:0.###}, {high:0.###}]")
        : gain.Value.ToString("+0.###;-0.###;0", s_culture);
}
