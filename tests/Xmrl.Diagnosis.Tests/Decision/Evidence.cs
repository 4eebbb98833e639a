using Xmrl.Diagnosis.Decision;
using Xmrl.Diagnosis.Probes;

namespace Xmrl.Diagnosis.Tests.Decision;

/// <summary>Evidence of a kind that has 0 where others have 1, with probes that recover a share of the way.</summary>
internal static class Evidence
{
    private const int Tasks = 20;

    public static KindEvidence Of(params (ProbeName Probe, double Recovery)[] probes) => WithOthers(1, probes);

    /// <summary>The same where others have a score under every probe, 1 under the base policy.</summary>
    public static KindEvidence WithOthers(double others, params (ProbeName Probe, double Recovery)[] probes) => new()
    {
        Kind = new double[Tasks],
        Others = Level(1),
        Limit = 0.6,
        Target = 1,
        TrainingShare = 0.5,
        Coherence = 0.9,
        Suspects = 0,
        Conflict = -0.2,
        Arms =
        [
            .. probes.Select(probe => new ScoredArm
            {
                Probe = probe.Probe,
                Kind = Level(probe.Recovery),
                Others = Level(others),
                Interactions = 10,
                Change = probe.Probe is ProbeName.MoreData or ProbeName.OtherSteps ? new AdaptationChange(20, 1, 1) : null,
            }),
        ],
    };

    /// <summary>Scores of this mean that are spread by ± 0.1.</summary>
    public static double[] Level(double mean) => [.. Enumerable.Range(0, Tasks).Select(i => mean + (i % 2 == 0 ? 0.1 : -0.1))];
}
