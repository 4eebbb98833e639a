namespace Xmrl.Meta.Learning;

/// <summary>Seconds of processor time by phase, summed over workers.</summary>
/// <param name="Sampling">Environment and policy inference.</param>
/// <param name="Advantages">Baselines and advantages.</param>
/// <param name="Gradients">Surrogates and their derivatives.</param>
/// <param name="Outer">Reduction over tasks and the outer step.</param>
public readonly record struct PhaseSeconds(double Sampling, double Advantages, double Gradients, double Outer)
{
    /// <summary>Phase by phase.</summary>
    /// <param name="x">Some seconds.</param>
    /// <param name="y">Other seconds.</param>
    public static PhaseSeconds operator +(PhaseSeconds x, PhaseSeconds y)
        => new(x.Sampling + y.Sampling, x.Advantages + y.Advantages, x.Gradients + y.Gradients, x.Outer + y.Outer);
}
