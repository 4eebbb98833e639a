using Xmrl.Offline.Learning.Drawing;
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
    public MacawFigures Gradient(ReadOnlySpan<Real> parameters, TaskRows inner, TaskRows outer, double[] gradient)
    {
        Array.Clear(gradient);
        var place = new StepPlace(inner, outer, _movedValue, gradient);
        return PolicyPart(parameters, place, ValuePart(parameters, place));
    }

    /// <summary>The value's part of a hyper-gradient: a step inside, a target that sees a share of it, the gradient there.</summary>
    /// <param name="parameters">Meta-parameters θ. Shape [P].</param>
    /// <param name="place">Receives φ′ and the part; nothing else of the hyper-gradient changes.</param>
    /// <returns>The value's objectives.</returns>
    public MacawFigures ValuePart(ReadOnlySpan<Real> parameters, StepPlace place)
    {
        ReadOnlySpan<Real> value = parameters.Slice(_networks.PolicyLength, _networks.Value.Length);
        (TaskRows inner, TaskRows outer, Real[] moved, double[] gradient) = place;
        if (!_options.Adapts)
        {
            value.CopyTo(moved);
            double plain = _value.Gradient(
                value, outer.Observations, Regressions.Targets(value, outer), gradient.AsSpan(_networks.PolicyLength, value.Length));
            return new MacawFigures { ValueInner = plain, ValueOuter = plain };
        }

        double valueInner = _value.Gradient(value, inner.Observations, inner.Returns, _valueInner);
        MoveValue(parameters, value, _options.TargetShare, moved);
        Real[] targets = Regressions.Targets(moved, outer);
        MoveValue(parameters, value, 1, moved);
        double valueOuter = _value.Gradient(moved, outer.Observations, targets, _valueOuter);
        Back(parameters, _networks.Value.Tensors, _networks.ValueSteps, _valueInner, _valueOuter, gradient);
        _value.Hessian(value, inner.Observations, inner.Returns, _direction.AsSpan(0, value.Length), _product.AsSpan(0, value.Length));
        AddProduct(gradient.AsSpan(_networks.PolicyLength, value.Length), _valueOuter);
        return new MacawFigures { ValueInner = valueInner, ValueOuter = valueOuter };
    }

    /// <summary>The policy's part of a hyper-gradient, with advantages of φ′, which no derivative goes through.</summary>
    /// <param name="parameters">Meta-parameters θ. Shape [P].</param>
    /// <param name="place">Holds φ′ and receives the part; nothing else of the hyper-gradient changes.</param>
    /// <param name="figures">The value's objectives.</param>
    /// <returns>All objectives.</returns>
    public MacawFigures PolicyPart(ReadOnlySpan<Real> parameters, StepPlace place, MacawFigures figures)
    {
        (TaskRows inner, TaskRows outer, Real[] value, double[] gradient) = place;
        WeighedRows outside = Regressions.Weigh(value, outer);
        if (!_options.Adapts)
        {
            double plain = _policy.Outer(parameters, outside.Samples, gradient.AsSpan(0, _networks.PolicyLength));
            return figures with { PolicyOuter = plain, Weights = outside.Figures, Flat = outside.Differs ? 0 : 1 };
        }

        Real coefficient = _networks.Coefficient.Of(parameters)[0];
        WeighedRows inside = Regressions.Weigh(value, inner);
        double policyInner = _policy.Inner(parameters, coefficient, inside.Samples, _policyInner);
        double headError = _policy.HeadError;
        MovePolicy(parameters, _moved);
        double policyOuter = _policy.Outer(_moved, outside.Samples, _policyOuter);
        Back(parameters, _networks.PolicyTensors, _networks.PolicySteps, _policyInner, _policyOuter, gradient);
        double byCoefficient = _policy.Hessian(
            parameters, coefficient, inside.Samples, _direction.AsSpan(0, _moved.Length), _product.AsSpan(0, _moved.Length));
        AddProduct(gradient.AsSpan(0, _moved.Length), _policyOuter);
        gradient[_networks.Coefficient.Offset] = byCoefficient;
        return figures with
        {
            PolicyInner = policyInner,
            PolicyOuter = policyOuter,
            HeadError = headError,
            Weights = outside.Figures,
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
