using Xmrl.Offline.Networks;
using Xmrl.Rl.Policies;

namespace Xmrl.Offline.Learning;

/// <summary>Adaptation to a task and the hyper-gradient through it. One per worker; results depend on the arguments alone.</summary>
/// <remarks>Inside φ′ = φ + η∘∇J_V(φ; D, R) and θ′ = θ + α∘∇J_in(θ; D), with weights of the advantages R + h·V_φ′(s_T) − V_φ′(s), which are
/// constant to every derivative. With generated layers it adapts alone: the hyper-gradients are
/// <see cref="GeneratedTasks"/>'s.</remarks>
/// <seealso href="https://arxiv.org/abs/2008.06043">Mitchell et al. (2021).</seealso>
internal sealed class MacawStep
{
    private readonly MacawNetworks _networks;
    private readonly MacawOptions _options;
    private readonly PolicyProgram _policy;
    private readonly ValueProgram _value;
    private readonly double[] _policyInner;
    private readonly double[] _policyOuter;
    private readonly double[] _valueInner;
    private readonly double[] _valueOuter;
    private readonly double[] _product;
    private readonly Real[] _moved;
    private readonly Real[] _movedValue;
    private readonly Real[] _direction;

    /// <summary>Makes the programs.</summary>
    /// <param name="networks">The layout.</param>
    /// <param name="options">Constants.</param>
    /// <param name="scale">c_R.</param>
    public MacawStep(MacawNetworks networks, MacawOptions options, double scale)
    {
        (_networks, _options) = (networks, options);
        Regressions = new MacawRegressions(networks, options, scale);
        (_policy, _value) = (Regressions.Policy, Regressions.Value);
        _policyInner = new double[networks.PolicyLength];
        _policyOuter = new double[networks.PolicyLength];
        _valueInner = new double[networks.Value.Length];
        _valueOuter = new double[networks.Value.Length];
        _product = new double[Math.Max(networks.PolicyLength, networks.Value.Length)];
        _moved = new Real[networks.PolicyLength];
        _movedValue = new Real[networks.Value.Length];
        _direction = new Real[_product.Length];
    }

    /// <summary>Programs, targets and weights.</summary>
    public MacawRegressions Regressions { get; }

    /// <summary>One adaptation step, in place.</summary>
    /// <param name="parameters">θ of policy, head and value, moved; step sizes and coefficient stay. Shape [P].</param>
    /// <param name="rows">The rows D of one task.</param>
    /// <returns>Whether the advantages differed.</returns>
    public bool Adapt(Span<Real> parameters, TaskRows rows)
        => _networks is { PolicyTransform: { } policy, ValueTransform: { } value }
            ? AdaptGenerated(parameters, rows, policy, value)
            : AdaptPlain(parameters, rows);

    private bool AdaptPlain(Span<Real> parameters, TaskRows rows)
    {
        Span<Real> value = parameters.Slice(_networks.PolicyLength, _networks.Value.Length);
        _value.Gradient(value, rows.Observations, rows.Returns, _valueInner);
        MoveValue(parameters, value, 1, _movedValue);
        WeighedRows weighed = Regressions.Weigh(_movedValue, rows);
        _policy.Inner(parameters, _networks.Coefficient.Of(parameters)[0], weighed.Samples, _policyInner);
        MovePolicy(parameters, _moved);
        _movedValue.CopyTo(value);
        _moved.CopyTo(parameters);
        return weighed.Differs;
    }

    private bool AdaptGenerated(Span<Real> parameters, TaskRows rows, WeightTransform policy, WeightTransform value)
    {
        value.Generate(parameters, _movedValue);
        _value.Gradient(_movedValue, rows.Observations, rows.Returns, _valueInner);
        value.Move(parameters, _valueInner, _networks.ValueSteps.Of(parameters));
        value.Generate(parameters, _movedValue);
        WeighedRows weighed = Regressions.Weigh(_movedValue, rows);
        policy.Generate(parameters, _moved);
        _policy.Inner(_moved, _networks.Coefficient.Of(parameters)[0], weighed.Samples, _policyInner);
        policy.Move(parameters, _policyInner, _networks.PolicySteps.Of(parameters));
        return weighed.Differs;
    }

    /// <summary>The hyper-gradient of a task: J_out and J_V after one adaptation step.</summary>
    /// <param name="parameters">Meta-parameters θ. Shape [P].</param>
    /// <param name="inner">D_tr; without an effect where training does not adapt.</param>
    /// <param name="outer">D_ts.</param>
    /// <param name="gradient">Receives the hyper-gradient. Shape [P].</param>
    /// <returns>What the task's objectives are.</returns>
    public MacawFigures Gradient(ReadOnlySpan<Real> parameters, TaskRows inner, TaskRows outer, Span<double> gradient)
    {
        gradient.Clear();
        return _options.Adapts ? Adapted(parameters, inner, outer, gradient) : Plain(parameters, outer, gradient);
    }

    private MacawFigures Plain(ReadOnlySpan<Real> parameters, TaskRows outer, Span<double> gradient)
    {
        ReadOnlySpan<Real> value = parameters.Slice(_networks.PolicyLength, _networks.Value.Length);
        Real[] targets = Regressions.Targets(value, outer);
        double valueOuter = _value.Gradient(value, outer.Observations, targets, _valueOuter);
        WeighedRows weighed = Regressions.Weigh(value, outer);
        double policyOuter = _policy.Outer(parameters, weighed.Samples, _policyOuter);
        _policyOuter.CopyTo(gradient);
        _valueOuter.CopyTo(gradient[_networks.PolicyLength..]);
        return new MacawFigures
        {
            ValueInner = valueOuter,
            ValueOuter = valueOuter,
            PolicyOuter = policyOuter,
            Flat = weighed.Differs ? 0 : 1,
        };
    }

    private MacawFigures Adapted(ReadOnlySpan<Real> parameters, TaskRows inner, TaskRows outer, Span<double> gradient)
    {
        ReadOnlySpan<Real> value = parameters.Slice(_networks.PolicyLength, _networks.Value.Length);
        Real coefficient = _networks.Coefficient.Of(parameters)[0];

        // The value: a step inside, a target that sees a part of it, the gradient there.
        double valueInner = _value.Gradient(value, inner.Observations, inner.Returns, _valueInner);
        MoveValue(parameters, value, _options.TargetShare, _movedValue);
        Real[] targets = Regressions.Targets(_movedValue, outer);
        MoveValue(parameters, value, 1, _movedValue);
        double valueOuter = _value.Gradient(_movedValue, outer.Observations, targets, _valueOuter);
        Back(parameters, _networks.Value.Tensors, _networks.ValueSteps, _valueInner, _valueOuter, gradient);
        _value.Hessian(value, inner.Observations, inner.Returns, _direction.AsSpan(0, value.Length), _product.AsSpan(0, value.Length));
        AddProduct(gradient.Slice(_networks.PolicyLength, value.Length), _valueOuter);

        // The policy: advantages of the adapted value, which no derivative goes through.
        WeighedRows inside = Regressions.Weigh(_movedValue, inner);
        double policyInner = _policy.Inner(parameters, coefficient, inside.Samples, _policyInner);
        MovePolicy(parameters, _moved);
        WeighedRows outside = Regressions.Weigh(_movedValue, outer);
        double policyOuter = _policy.Outer(_moved, outside.Samples, _policyOuter);
        Back(parameters, _networks.PolicyTensors, _networks.PolicySteps, _policyInner, _policyOuter, gradient);
        double byCoefficient = _policy.Hessian(
            parameters, coefficient, inside.Samples, _direction.AsSpan(0, _moved.Length), _product.AsSpan(0, _moved.Length));
        AddProduct(gradient[.._moved.Length], _policyOuter);
        gradient[_networks.Coefficient.Offset] = byCoefficient;
        return new MacawFigures
        {
            ValueInner = valueInner,
            ValueOuter = valueOuter,
            PolicyInner = policyInner,
            PolicyOuter = policyOuter,
            HeadError = _policy.HeadError,
            Flat = inside.Differs && outside.Differs ? 0 : 1,
        };
    }

    /// <summary>φ + share·η∘∇J_V.</summary>
    private void MoveValue(ReadOnlySpan<Real> parameters, ReadOnlySpan<Real> value, double share, Span<Real> moved)
        => Move(_networks.Value.Tensors, _networks.ValueSteps.Of(parameters), value, _valueInner, share, moved);

    /// <summary>θ + α∘∇J_in.</summary>
    private void MovePolicy(ReadOnlySpan<Real> parameters, Span<Real> moved)
        => Move(
            _networks.PolicyTensors, _networks.PolicySteps.Of(parameters), parameters[.._networks.PolicyLength], _policyInner, 1, moved);

    private static void Move(
        IReadOnlyList<TensorSpec> tensors, ReadOnlySpan<Real> rawSteps, ReadOnlySpan<Real> from, double[] gradient, double share,
        Span<Real> moved)
    {
        for (int t = 0; t < tensors.Count; t++)
        {
            double step = share * MacawNetworks.Softplus(rawSteps[t]);
            int at = tensors[t].Offset - tensors[0].Offset;
            for (int i = at; i < at + tensors[t].Length; i++)
            {
                moved[i] = (Real)(from[i] + (step * gradient[i]));
            }
        }
    }

    /// <summary>Derivatives by the raw step sizes, σ(ρ)·a·g per tensor, and the direction q = α∘a of the Hessian product.</summary>
    private void Back(
        ReadOnlySpan<Real> parameters, IReadOnlyList<TensorSpec> tensors, TensorSpec steps, double[] inner, double[] outer,
        Span<double> gradient)
    {
        ReadOnlySpan<Real> raw = steps.Of(parameters);
        for (int t = 0; t < tensors.Count; t++)
        {
            double step = MacawNetworks.Softplus(raw[t]);
            double dot = 0;
            int at = tensors[t].Offset - tensors[0].Offset;
            for (int i = at; i < at + tensors[t].Length; i++)
            {
                dot += inner[i] * outer[i];
                _direction[i] = (Real)(step * outer[i]);
            }

            gradient[steps.Offset + t] = MacawNetworks.Sigmoid(raw[t]) * dot;
        }
    }

    private void AddProduct(Span<double> target, double[] outer)
    {
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = outer[i] + _product[i];
        }
    }
}
