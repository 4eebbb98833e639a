namespace Xmrl.Numerics.Autodiff;

/// <summary>The operations that chosen nodes of a tape need, in order, with a plan of the memory that they share.</summary>
/// <remarks>Immutable and safe to share between threads; each thread runs it in its own <see cref="TapeWorkspace"/>.</remarks>
public sealed class TapeProgram
{
    private readonly Dictionary<int, int> _slotOf;

    private TapeProgram(Tape tape, Instruction[] instructions, Slot[] slots, Dictionary<int, int> slotOf)
    {
        Tape = tape;
        Instructions = instructions;
        Slots = slots;
        _slotOf = slotOf;
        Inputs = [.. slotOf.Where(pair => tape.Record(pair.Key).Operation == Operation.Input).Select(pair => (pair.Key, pair.Value))];
    }

    /// <summary>The tape that the program was compiled from.</summary>
    public Tape Tape { get; }

    /// <summary>Number of operations that a run executes.</summary>
    public int InstructionCount => Instructions.Length;

    internal Instruction[] Instructions { get; }

    internal Slot[] Slots { get; }

    internal (int Id, int Slot)[] Inputs { get; }

    internal static TapeProgram Create(Tape tape, ReadOnlySpan<Node> outputs)
    {
        var needed = new SortedSet<int>();
        var pending = new Stack<int>();
        var kept = new HashSet<int>();
        foreach (Node output in outputs)
        {
            int id = Resolve(output.Id);
            kept.Add(id);
            pending.Push(id);
        }

        while (pending.TryPop(out int id))
        {
            if (needed.Add(id))
            {
                NodeRecord r = tape.Record(id);
                foreach (int input in (ReadOnlySpan<int>)[r.First, r.Second, r.Third])
                {
                    if (input != NodeRecord.None)
                    {
                        pending.Push(Resolve(input));
                    }
                }
            }
        }

        var plan = new MemoryPlan(tape, needed, kept, Resolve);
        return new TapeProgram(tape, plan.Build(), [.. plan.Slots], plan.SlotOf);

        int Resolve(int id)
        {
            while (tape.Record(id).Operation == Operation.StopGradient)
            {
                id = tape.Record(id).First;
            }

            return id;
        }
    }

    internal int SlotOf(Node node)
    {
        if (!ReferenceEquals(node.Tape, Tape))
        {
            throw new ArgumentException("The node lies on another tape.");
        }

        int id = node.Id;
        while (Tape.Record(id).Operation == Operation.StopGradient)
        {
            id = Tape.Record(id).First;
        }

        return _slotOf.TryGetValue(id, out int slot) ? slot : -1;
    }

    /// <summary>A region of the workspace that holds one value at a time.</summary>
    internal readonly record struct Slot(Shape Shape, int WideOffset, int NarrowOffset)
    {
        /// <summary>The first element, where a wide row takes <paramref name="stride"/> elements.</summary>
        public int Start(int stride) => NarrowOffset + (WideOffset * stride);

        public int Stride(int stride) => Shape.IsWide ? stride : Shape.Columns;

        public int Length(int stride) => Shape.Rows * Stride(stride);
    }

    /// <summary>One operation on slots.</summary>
    internal readonly record struct Instruction(NodeRecord Record, int Target, int First, int Second, int Third, int Id);
}
