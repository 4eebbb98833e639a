using Xmrl.Numerics.Kernels;

namespace Xmrl.Autodiff;

/// <summary>Turns nodes into steps. A product that only a sum reads is computed onto the other summand; a derivative of tanh that is the
/// only reader of a product is applied while the product lies in the first-level cache. Derivatives never see this: they are recorded
/// before.</summary>
internal sealed class Fusion
{
    private readonly Func<int, NodeRecord> _record;
    private readonly SortedSet<int> _nodes;
    private readonly Dictionary<int, int> _uses = [];
    private readonly HashSet<int> _absorbed = [];
    private readonly Dictionary<int, Step> _steps = [];

    /// <summary>Prepares to fuse.</summary>
    /// <param name="record">The record of a node, its inputs resolved.</param>
    /// <param name="nodes">What is to be computed, in order; inputs of the tape are passed over.</param>
    /// <param name="kept">Values that somebody reads after the last step.</param>
    public Fusion(Func<int, NodeRecord> record, SortedSet<int> nodes, HashSet<int> kept)
    {
        _record = record;
        _nodes = nodes;
        foreach (int id in nodes)
        {
            NodeRecord r = record(id);
            foreach (int input in (ReadOnlySpan<int>)[r.First, r.Second, r.Third])
            {
                _uses[input] = _uses.GetValueOrDefault(input) + 1;
            }
        }

        foreach (int id in kept)
        {
            _uses[id] = _uses.GetValueOrDefault(id) + 1;
        }
    }

    /// <summary>The steps, in an order in which each finds its inputs computed.</summary>
    public List<Step> Steps()
    {
        foreach (int id in _nodes)
        {
            NodeRecord r = _record(id);
            if (r.Operation != Operation.Input)
            {
                _steps[id] = r.Operation switch
                {
                    Operation.Add => Sum(id, r),
                    Operation.TanhGradient => Gradient(id, r),
                    _ => new Step(id, r),
                };
            }
        }

        return [.. _nodes.Where(id => _steps.ContainsKey(id) && !_absorbed.Contains(id)).Select(id => _steps[id])];
    }

    private static bool IsProduct(Operation operation)
        => operation is Operation.Multiply or Operation.MultiplyTransposedLeft or Operation.MultiplyTransposedRight;

    private Step Sum(int id, NodeRecord r)
    {
        // The later summand first: it waits a shorter time.
        (int later, int earlier) = (Math.Max(r.First, r.Second), Math.Min(r.First, r.Second));
        foreach ((int product, int addend) in (ReadOnlySpan<(int, int)>)[(later, earlier), (earlier, later)])
        {
            if (CanAbsorb(product, out Step step)
                && IsProduct(step.Record.Operation)
                && step.Addend == NodeRecord.None
                && step.Gate == NodeRecord.None)
            {
                _absorbed.Add(product);
                return step with { Id = id, Addend = addend };
            }
        }

        return new Step(id, r);
    }

    private Step Gradient(int id, NodeRecord r)
    {
        if (r.Shape.IsWide && CanAbsorb(r.First, out Step step) && step.Gate == NodeRecord.None
            && (step.Record.Operation is Operation.Multiply or Operation.MultiplyTransposedLeft
                || step.Record is { Operation: Operation.Linear, Activation: Activation.Identity }))
        {
            _absorbed.Add(r.First);
            return step with { Id = id, Gate = r.Second };
        }

        return new Step(id, r);
    }

    private bool CanAbsorb(int id, out Step step)
    {
        step = default;
        return _uses[id] == 1 && _steps.TryGetValue(id, out step);
    }
}
