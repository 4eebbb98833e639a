using Xmrl.Numerics.Matrices;
using Xmrl.Rl.Environments;

namespace Xmrl.Trials.Context;

/// <summary>The fixed normalisation (o − c)·s of an environment's observations.</summary>
/// <param name="spec">Centre and scale.</param>
internal sealed class Normalization(EnvironmentSpec spec)
{
    private readonly Real[] _centre = [.. spec.ObservationCentre.Select(value => (Real)value)];
    private readonly Real[] _scale = [.. spec.ObservationScale.Select(value => (Real)value)];

    /// <summary>Normalises one observation.</summary>
    /// <param name="observation">The raw observation. Shape [O].</param>
    /// <param name="normalized">Receives it. Shape [O].</param>
    public void Apply(ReadOnlySpan<Real> observation, Span<Real> normalized)
    {
        for (int i = 0; i < _centre.Length; i++)
        {
            normalized[i] = (observation[i] - _centre[i]) * _scale[i];
        }
    }

    /// <summary>Normalises observations in place.</summary>
    /// <param name="observations">Columns. Shape [O, n].</param>
    public void Apply(Matrix observations)
    {
        for (int i = 0; i < observations.Rows; i++)
        {
            foreach (ref Real value in observations.Row(i))
            {
                value = (value - _centre[i]) * _scale[i];
            }
        }
    }
}
