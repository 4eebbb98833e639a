using Xmrl.Offline.Learning;
using Xmrl.Offline.Learning.Drawing;
using Xmrl.Offline.Networks;
using Xmrl.Rl.Policies;

namespace Xmrl.Offline.Tests.Learning;

/// <summary>J_out + J_V after one adaptation step, as a function of all parameters, with weights, advantages and targets held where they
/// are at one θ: written out, step by step.</summary>
internal sealed class HeldObjective
{
    private readonly MacawNetworks _networks;
    private readonly PolicyProgram _policy;
    private readonly ValueProgram _value;
    private readonly TaskRows _inner;
    private readonly TaskRows _outer;
    private readonly Real[] _targets;
    private readonly (Real[] Weights, Real[] Advantages) _heldInner;
    private readonly (Real[] Weights, Real[] Advantages) _heldOuter;

    public HeldObjective(MacawNetworks networks, MacawOptions options, Real[] theta, TaskRows inner, TaskRows outer)
    {
        (_networks, _inner, _outer) = (networks, inner, outer);
        _policy = new PolicyProgram(networks);
        _value = new ValueProgram(networks.Value, networks.Shape.ObservationSize);
        _targets = Targets(AdaptedValue(theta, options.TargetShare), outer);
        Real[] adapted = AdaptedValue(theta, 1);
        _heldInner = Held(adapted, inner);
        _heldOuter = Held(adapted, outer);
    }

    public double At(Real[] theta)
    {
        var gradient = new double[_networks.PolicyLength];
        Real[] moved = theta[.._networks.PolicyLength];
        if (_networks.PolicyTransform is { } transform)
        {
            transform.Generate(theta, moved);
            _policy.Inner(moved, theta[_networks.Coefficient.Offset], Samples(_inner, _heldInner), gradient);
            Real[] stored = [.. theta];
            transform.Move(stored, gradient, _networks.PolicySteps.Of((ReadOnlySpan<Real>)theta));
            transform.Generate(stored, moved);
            return Outer(theta, moved);
        }

        _policy.Inner(theta, theta[_networks.Coefficient.Offset], Samples(_inner, _heldInner), gradient);
        foreach ((int t, TensorSpec tensor) in _networks.PolicyTensors.Index())
        {
            double step = MacawNetworks.Softplus(theta[_networks.PolicySteps.Offset + t]);
            for (int i = tensor.Offset; i < tensor.Offset + tensor.Length; i++)
            {
                moved[i] = (Real)(moved[i] + (step * gradient[i]));
            }
        }

        return Outer(theta, moved);
    }

    private double Outer(Real[] theta, Real[] moved)
        => _policy.Outer(moved, Samples(_outer, _heldOuter), new double[_networks.PolicyLength])
            + _value.Gradient(AdaptedValue(theta, 1), _outer.Observations, _targets, new double[_networks.Value.Length]);

    private Real[] AdaptedValue(Real[] theta, double share)
    {
        if (_networks.ValueTransform is { } transform)
        {
            return AdaptedGenerated(theta, share, transform);
        }

        int first = _networks.PolicyLength;
        Real[] value = theta[first.._networks.RawOffset];
        var gradient = new double[value.Length];
        _value.Gradient(value, _inner.Observations, _inner.Returns, gradient);
        foreach ((int t, TensorSpec tensor) in _networks.Value.Tensors.Index())
        {
            double step = share * MacawNetworks.Softplus(theta[_networks.ValueSteps.Offset + t]);
            for (int i = tensor.Offset - first; i < tensor.Offset - first + tensor.Length; i++)
            {
                value[i] = (Real)(value[i] + (step * gradient[i]));
            }
        }

        return value;
    }

    private Real[] AdaptedGenerated(Real[] theta, double share, WeightTransform transform)
    {
        var value = new Real[_networks.Value.Length];
        var gradient = new double[value.Length];
        transform.Generate(theta, value);
        _value.Gradient(value, _inner.Observations, _inner.Returns, gradient);
        Real[] raw =
        [
            .. _networks.ValueSteps.Of((ReadOnlySpan<Real>)theta).ToArray()
                .Select(number => (Real)Math.Log(Math.Exp(share * MacawNetworks.Softplus(number)) - 1)),
        ];
        Real[] stored = [.. theta];
        transform.Move(stored, gradient, raw);
        transform.Generate(stored, value);
        return value;
    }

    private Real[] Targets(Real[] value, TaskRows rows)
    {
        var finals = new Real[rows.Count];
        _value.Values(value, rows.Finals, finals);
        return [.. rows.Returns.Select((reward, i) => reward + (rows.Tails[i] * finals[i]))];
    }

    private (Real[] Weights, Real[] Advantages) Held(Real[] value, TaskRows rows)
    {
        var values = new Real[rows.Count];
        _value.Values(value, rows.Observations, values);
        double[] advantages = [.. Targets(value, rows).Select((target, i) => (double)target - values[i])];
        var weights = new double[rows.Count];
        AdvantageWeights.Compute(advantages, 1, 1, weights);
        return ([.. weights.Select(weight => (Real)(weight / rows.Count))], [.. advantages.Select(advantage => (Real)advantage)]);
    }

    private static PolicySamples Samples(TaskRows rows, (Real[] Weights, Real[] Advantages) held) => new()
    {
        Observations = rows.Observations,
        Actions = rows.Actions,
        Weights = held.Weights,
        Advantages = held.Advantages,
    };
}
