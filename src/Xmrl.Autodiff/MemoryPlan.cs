using Xmrl.Numerics.Matrices;

namespace Xmrl.Autodiff;

/// <summary>Assigns slots to values so that a value's memory is used again once nothing reads it any more.</summary>
internal sealed class MemoryPlan(Func<int, NodeRecord> record)
{
    private static readonly int Line = AlignedBuffer.PaddedStride(1);

    private readonly List<TapeProgram.Slot> _slots = [];
    private readonly Dictionary<Shape, Stack<int>> _free = [];
    private readonly Extent _shared = new();
    private readonly Extent _prepared = new();

    public TapeProgram.Slot[] Slots => [.. _slots];

    public Dictionary<int, int> SlotOf { get; } = [];

    /// <summary>Gives an input of the tape memory of its own.</summary>
    public void AddInput(int id) => SlotOf[id] = NewSlot(record(id).Shape, false);

    /// <summary>Gives every step of a phase its slots.</summary>
    /// <param name="steps">The steps, in order.</param>
    /// <param name="kept">Values that are read after the phase.</param>
    /// <param name="prepared">True if those values lie in memory of their own that outlives a run.</param>
    public TapeProgram.Instruction[] Plan(List<Step> steps, HashSet<int> kept, bool prepared)
    {
        var mine = new HashSet<int>(steps.Select(step => step.Id));
        var lastUse = new Dictionary<int, int>();
        foreach (Step step in steps)
        {
            foreach (int input in step.Inputs)
            {
                lastUse[input] = step.Id;
            }
        }

        var instructions = new List<TapeProgram.Instruction>();
        foreach (Step step in steps)
        {
            int[] inputs = step.Inputs;
            int[] dying = [.. inputs.Distinct().Where(input => lastUse[input] == step.Id && mine.Contains(input) && !kept.Contains(input))];
            bool keepsApart = prepared && kept.Contains(step.Id);
            int reused = keepsApart ? NodeRecord.None : Reused(step, inputs, dying);
            int target = keepsApart
                ? NewSlot(step.Record.Shape, true)
                : reused != NodeRecord.None
                ? SlotOf[reused]
                : Take(step.Record.Shape);
            instructions.Add(new TapeProgram.Instruction(step.Record, target, SlotFor(inputs[0]), SlotFor(inputs[1]), SlotFor(inputs[2]))
            {
                Addend = SlotFor(step.Addend),
                Gate = SlotFor(step.Gate),
            });
            foreach (int input in dying.Where(input => input != reused))
            {
                Free(SlotOf[input]);
            }

            SlotOf[step.Id] = target;
        }

        return [.. instructions];

        int SlotFor(int input) => input == NodeRecord.None ? -1 : SlotOf[input];
    }

    /// <summary>The dying input whose memory the result may take: any of an elementwise operation, the addend of a product.</summary>
    private int Reused(Step step, int[] inputs, int[] dying)
    {
        if (step.Addend != NodeRecord.None)
        {
            return dying.Contains(step.Addend) && inputs.Count(input => input == step.Addend) == 1 ? step.Addend : NodeRecord.None;
        }

        return IsElementwise(step.Record.Operation)
            ? dying.FirstOrDefault(input => record(input).Shape == step.Record.Shape, NodeRecord.None)
            : NodeRecord.None;
    }

    private static bool IsElementwise(Operation operation) => operation is
        Operation.Add or Operation.Subtract or Operation.Product or Operation.TripleProduct or Operation.Quotient or
        Operation.Scale or Operation.Shift or Operation.Tanh or Operation.TanhGradient or Operation.Relu or Operation.Mask or
        Operation.Exp or Operation.Log or Operation.Sqrt or Operation.Minimum;

    private int Take(Shape shape)
        => _free.TryGetValue(shape, out Stack<int>? stack) && stack.TryPop(out int slot) ? slot : NewSlot(shape, false);

    private void Free(int slot)
    {
        Shape shape = _slots[slot].Shape;
        if (!_free.TryGetValue(shape, out Stack<int>? stack))
        {
            _free[shape] = stack = new Stack<int>();
        }

        stack.Push(slot);
    }

    private int NewSlot(Shape shape, bool prepared)
    {
        Extent extent = prepared ? _prepared : _shared;
        int before = shape.IsWide ? extent.WideRows.GetValueOrDefault(shape.Multiplicity) : extent.NarrowElements;
        _slots.Add(new TapeProgram.Slot(shape, prepared, before));
        if (shape.IsWide)
        {
            extent.WideRows[shape.Multiplicity] = before + shape.Rows;
        }
        else
        {
            extent.NarrowElements += ((shape.Rows * shape.Columns) + Line - 1) / Line * Line;
        }

        return _slots.Count - 1;
    }

    /// <summary>The layout of the memory that runs share, or of the memory that a preparation fills.</summary>
    public TapeProgram.Layout Layout(bool prepared)
        => (prepared ? _prepared : _shared).Layout;

    private sealed class Extent
    {
        /// <summary>Rows by columns per sample.</summary>
        public SortedDictionary<int, int> WideRows { get; } = [];

        public int NarrowElements { get; set; }

        public TapeProgram.Layout Layout => new(NarrowElements, [.. WideRows.Select(pair => (pair.Key, pair.Value))]);
    }
}
