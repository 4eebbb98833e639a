using Xmrl.Numerics.Matrices;

namespace Xmrl.Rl.Policies;

/// <summary>Draws a policy's actions without recording derivatives and without allocating. One per worker; not safe for concurrent
/// calls.</summary>
/// <remarks>A sample's action has the same bits whichever samples are evaluated beside it.</remarks>
public interface IPolicyActor
{
    /// <summary>Largest number of samples per call.</summary>
    public int Capacity { get; }

    /// <summary>Sets the parameters of the calls that follow.</summary>
    /// <param name="parameters">θ, copied. Shape [P].</param>
    /// <exception cref="ArgumentException">The shape is wrong.</exception>
    public void Load(ReadOnlySpan<Real> parameters);

    /// <summary>a ~ π_θ(·|o) of every sample, as a function of given noise.</summary>
    /// <param name="observations">Raw observations. Shape [O, n], n ≤ Capacity.</param>
    /// <param name="noise">What <see cref="IPolicy.FillNoise"/> drew. Shape [A, n].</param>
    /// <param name="actions">Receives the actions. Shape [A, n]; may be the memory of the noise, not of the observations.</param>
    /// <exception cref="ArgumentException">A shape is wrong.</exception>
    public void Act(ConstMatrix observations, ConstMatrix noise, Matrix actions);

    /// <summary>The action without randomness: the mean of real actions, the likeliest choice.</summary>
    /// <param name="observations">Raw observations. Shape [O, n], n ≤ Capacity.</param>
    /// <param name="actions">Receives the actions. Shape [A, n].</param>
    /// <exception cref="ArgumentException">A shape is wrong.</exception>
    public void Mode(ConstMatrix observations, Matrix actions);
}
