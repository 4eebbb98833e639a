using System.Globalization;

namespace Xmrl.Diagnosis.Probes;

/// <summary>Another adaptation of the same meta-policy.</summary>
/// <param name="Trajectories">Trajectories that an adaptation step sees, ≥ 1.</param>
/// <param name="Steps">Adaptation steps, ≥ 0.</param>
/// <param name="StepFactor">Factor on the inner step size, &gt; 0; 1 for the trained one.</param>
internal sealed record AdaptationChange(int Trajectories, int Steps, double StepFactor)
{
    /// <summary>Factors on the adaptation trajectories that are tried.</summary>
    private static readonly int[] s_trajectoryFactors = [4, 10];

    /// <summary>Factors on the inner step size that are tried.</summary>
    private static readonly double[] s_stepFactors = [0.5, 2];

    /// <summary>Most adaptation trajectories that are tried.</summary>
    private const int MostTrajectories = 200;

    /// <summary>Other adaptations that can be tried in place of this one, cheapest first.</summary>
    /// <param name="scales">Whether the learner takes a factor on its inner step size.</param>
    /// <param name="plays">Whether adaptation sees trajectories of its own.</param>
    public IReadOnlyList<AdaptationChange> Others(Func<double, bool> scales, bool plays) => Steps == 0
        ? []
        :
        [
            .. s_stepFactors.Where(scales).Select(factor => this with { StepFactor = factor }),
            this with { Steps = Steps + 1 },
            this with { Steps = Steps + 2 },
            .. s_trajectoryFactors.Select(factor => Trajectories * factor).Where(count => plays && count <= MostTrajectories)
                .Select(count => this with { Trajectories = count }),
        ];

    /// <summary>The probe that tries this adaptation in place of another.</summary>
    /// <param name="before">The adaptation that it replaces.</param>
    public ProbeName Probe(AdaptationChange before)
        => Trajectories == before.Trajectories ? ProbeName.OtherSteps : ProbeName.MoreData;

    /// <summary>What differs from another adaptation, for people.</summary>
    /// <param name="before">The adaptation that it is compared with.</param>
    /// <returns>A few words, such as "20 adaptation trajectories instead of 2".</returns>
    public string Describe(AdaptationChange before)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        List<string> words = [];
        if (Trajectories != before.Trajectories)
        {
            words.Add(string.Create(culture, $"{Trajectories} adaptation trajectories instead of {before.Trajectories}"));
        }

        if (Steps != before.Steps)
        {
            words.Add(string.Create(culture, $"{Steps} adaptation steps instead of {before.Steps}"));
        }

        if (StepFactor != before.StepFactor)
        {
            words.Add(string.Create(culture, $"{StepFactor / before.StepFactor:g3} times the inner step size"));
        }

        return words.Count == 0 ? "the same adaptation" : string.Join(" and ", words);
    }
}
