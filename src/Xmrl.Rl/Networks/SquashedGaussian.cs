using Xmrl.Autodiff;

namespace Xmrl.Rl.Networks;

/// <summary>A Gaussian pressed through tanh: a = tanh(u), u = m + s∘ε with ε standard normal, so that actions lie in (−1, 1) and derive
/// from m and s.</summary>
/// <remarks>ln π(a) = Σ [−½ε² − ln s − ½ ln 2π] − Σ 2(ln 2 − u − softplus(−2u)), which is ln(1 − tanh²u) without its cancellation: finite
/// for any u, and no a is ever inverted.</remarks>
/// <seealso href="https://arxiv.org/abs/1801.01290">Haarnoja et al. (2018), Soft Actor-Critic, Appendix C.</seealso>
internal static class SquashedGaussian
{
    /// <summary>Smallest ln s.</summary>
    public const double LeastLog = -20;

    /// <summary>Largest ln s.</summary>
    public const double MostLog = 2;

    private static readonly double s_logTwo = Math.Log(2);

    /// <summary>Records the action that noise gives.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="output">m above the unbounded ln s. Shape [2A, n].</param>
    /// <param name="noise">Standard normal draws ε. Shape [A, n].</param>
    /// <returns>What is known of it.</returns>
    public static Squashed Record(Tape tape, Node output, Node noise)
    {
        ArgumentNullException.ThrowIfNull(tape);
        int actions = noise.Shape.Rows;
        Node mean = tape.SliceRows(output, 0, actions);
        Node log = tape.Clip(tape.SliceRows(output, actions, actions), LeastLog, MostLog);
        Node u = mean + (tape.Exp(log) * noise);
        Node gaussian = (-0.5 * tape.Square(noise)) - log + (-0.5 * Math.Log(2 * Math.PI));
        Node squash = 2 * (-u - tape.Softplus(-2 * u) + s_logTwo);
        return new Squashed(tape.Tanh(u), tape.SumFeatures(gaussian - squash), mean, log);
    }
}
