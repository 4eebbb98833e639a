using Xmrl.Numerics.Matrices;

namespace Xmrl.Rl.Policies;

/// <summary>a = μ(o) + σ∘ε.</summary>
internal sealed class GaussianActor(GaussianMlpPolicy policy, int capacity) : IPolicyActor
{
    private readonly PolicyForward _forward = policy.CreateForward(capacity);
    private readonly AlignedBuffer _means = new(policy.ActionSize * AlignedBuffer.PaddedStride(capacity));
    private readonly Real[] _deviations = new Real[policy.ActionSize];

    public int Capacity => capacity;

    public void Load(ReadOnlySpan<Real> parameters)
    {
        _forward.Load(parameters);
        policy.StandardDeviations(parameters, _deviations);
    }

    public void Act(ConstMatrix observations, ConstMatrix noise, Matrix actions)
    {
        Matrix means = new(_means.Span, policy.ActionSize, observations.Columns, AlignedBuffer.PaddedStride(observations.Columns));
        _forward.Output(observations, means);
        for (int a = 0; a < means.Rows; a++)
        {
            Real deviation = _deviations[a];
            ReadOnlySpan<Real> mean = means.Row(a);
            ReadOnlySpan<Real> draws = noise.Row(a);
            Span<Real> action = actions.Row(a);
            for (int i = 0; i < action.Length; i++)
            {
                action[i] = mean[i] + (deviation * draws[i]);
            }
        }
    }

    public void Mode(ConstMatrix observations, Matrix actions) => _forward.Output(observations, actions);
}
