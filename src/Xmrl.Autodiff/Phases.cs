namespace Xmrl.Autodiff;

/// <summary>Divides what a program computes into what does not depend on varying inputs, computed once, and the rest, computed for each of
/// their values.</summary>
internal sealed class Phases
{
    // A row count or contracted length up to this makes a value cheaper to compute again than to fetch from memory.
    private const int Shallow = 8;

    private readonly Func<int, NodeRecord> _record;
    private readonly HashSet<int> _outputs;
    private readonly HashSet<int> _depending = [];

    /// <summary>Divides.</summary>
    /// <param name="record">The record of a node, its inputs resolved.</param>
    /// <param name="outputs">What the program is to compute.</param>
    /// <param name="varying">Inputs that change from run to run; empty for a program of one phase.</param>
    public Phases(Func<int, NodeRecord> record, HashSet<int> outputs, HashSet<int> varying)
    {
        _record = record;
        _outputs = outputs;
        var needed = new SortedSet<int>();
        foreach (int output in outputs)
        {
            Collect(output, needed, static _ => true);
        }

        foreach (int id in needed)
        {
            NodeRecord r = record(id);
            if (varying.Contains(id) || _depending.Contains(r.First) || _depending.Contains(r.Second) || _depending.Contains(r.Third))
            {
                _depending.Add(id);
            }
        }

        if (varying.Count == 0)
        {
            Second = needed;
            return;
        }

        foreach (int id in _depending.Concat(outputs))
        {
            Collect(id, Second, IsSecond);
        }

        // What the second phase reads but does not compute.
        foreach (int id in Second.Where(id => !IsSecond(id)).ToArray())
        {
            if (_record(id).Operation != Operation.Input)
            {
                Second.Remove(id);
                Kept.Add(id);
                Collect(id, First, static _ => true);
            }
        }
    }

    /// <summary>Computed once.</summary>
    public SortedSet<int> First { get; } = [];

    /// <summary>Values of the first phase that the second reads.</summary>
    public HashSet<int> Kept { get; } = [];

    /// <summary>Computed in every run.</summary>
    public SortedSet<int> Second { get; } = [];

    /// <summary>Adds a node and, as far as <paramref name="through"/> allows, what it is computed of.</summary>
    private void Collect(int start, SortedSet<int> into, Func<int, bool> through)
    {
        var pending = new Stack<int>([start]);
        while (pending.TryPop(out int id))
        {
            if (into.Add(id) && through(id))
            {
                NodeRecord r = _record(id);
                foreach (int input in (ReadOnlySpan<int>)[r.First, r.Second, r.Third])
                {
                    if (input != NodeRecord.None)
                    {
                        pending.Push(input);
                    }
                }
            }
        }
    }

    private bool IsSecond(int id) => _depending.Contains(id) || (!_outputs.Contains(id) && IsCheap(_record(id)));

    private bool IsCheap(NodeRecord r)
    {
        if (!r.Shape.IsWide || r.Shape.Rows <= Shallow)
        {
            return false;
        }

        return r.Operation switch
        {
            Operation.Input or Operation.SumFeatures or Operation.MaxFeatures => false,
            Operation.CumulativeSum or Operation.ReverseCumulativeSum => false,
            Operation.Multiply or Operation.MultiplyTransposedLeft or Operation.Linear => _record(r.Second).Shape.Rows <= Shallow,
            Operation.GroupGram or Operation.GroupMix or Operation.GroupMixTransposed => false,
            Operation.Tanh or Operation.Exp or Operation.Log or Operation.SliceRows or Operation.PadRows => false,
            _ => true,
        };
    }
}
