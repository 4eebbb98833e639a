namespace Xmrl.Experiments.Stages;

/// <summary>What a stage is expected to take, if no episode ends early and every method applies.</summary>
/// <param name="Steps">Environment steps, ≥ 0.</param>
/// <param name="Samples">Samples whose gradients are taken, each as often as it is passed through, ≥ 0: one pass of an adaptation, of an
/// influence or of an outer step.</param>
internal readonly record struct StageWork(double Steps, double Samples)
{
    /// <summary>Environment steps that take as long as the gradient of one sample where a run has not measured it: the drone's figure on
    /// one core.</summary>
    public const double TypicalStepsPerSample = 4;

    /// <summary>Both together.</summary>
    public static StageWork operator +(StageWork left, StageWork right) => new(left.Steps + right.Steps, left.Samples + right.Samples);

    /// <summary>A multiple.</summary>
    public static StageWork operator *(double factor, StageWork work) => new(factor * work.Steps, factor * work.Samples);

    /// <summary>The work in environment steps.</summary>
    /// <param name="stepsPerSample">Environment steps that take as long as the gradient of one sample, ≥ 0.</param>
    public double InSteps(double stepsPerSample) => Steps + (stepsPerSample * Samples);
}
