using Xmrl.Numerics.Matrices;

namespace Xmrl.Autodiff;

/// <summary>The operations that chosen nodes of a tape need, in order, with a plan of the memory that they share.</summary>
/// <remarks>Immutable and safe to share between threads; each thread runs it in its own <see cref="TapeWorkspace"/>.</remarks>
internal sealed class TapeProgram
{
    private readonly Dictionary<int, int> _slotOf;

    private TapeProgram(Tape tape, Phases phases, HashSet<int> outputs)
    {
        Tape = tape;
        var plan = new MemoryPlan(Record);
        foreach (int id in phases.First.Union(phases.Second).Where(id => tape.Record(id).Operation == Operation.Input))
        {
            plan.AddInput(id);
        }

        Preparation = plan.Plan(new Fusion(Record, phases.First, phases.Kept).Steps(), phases.Kept, prepared: true);
        Instructions = plan.Plan(new Fusion(Record, phases.Second, outputs).Steps(), outputs, prepared: false);
        Slots = plan.Slots;
        Shared = plan.Layout(prepared: false);
        Prepared = plan.Layout(prepared: true);
        PreparationProducts = ProductCount.Of(Preparation, Slots);
        InstructionProducts = ProductCount.Of(Instructions, Slots);
        _slotOf = plan.SlotOf;
        Inputs = [.. _slotOf.Where(pair => tape.Record(pair.Key).Operation == Operation.Input).Select(pair => (pair.Key, pair.Value))];
    }

    /// <summary>The tape that the program was compiled from.</summary>
    public Tape Tape { get; }

    /// <summary>Number of operations of a run, without those that a preparation executes once.</summary>
    public int InstructionCount => Instructions.Length;

    internal Instruction[] Preparation { get; }

    internal Instruction[] Instructions { get; }

    /// <summary>What the matrix products of <see cref="Preparation"/> cost.</summary>
    internal ProductCount PreparationProducts { get; }

    /// <summary>What the matrix products of <see cref="Instructions"/> cost.</summary>
    internal ProductCount InstructionProducts { get; }

    internal Slot[] Slots { get; }

    internal Layout Shared { get; }

    internal Layout Prepared { get; }

    internal (int Id, int Slot)[] Inputs { get; }

    /// <summary>Memory that a preparation fills.</summary>
    /// <param name="batch">Number of samples, ≥ 1.</param>
    /// <returns>Number of elements; 0 if nothing can be prepared.</returns>
    public int PreparedLength(int batch) => Prepared.Length(batch);

    internal static TapeProgram Create(Tape tape, ReadOnlySpan<Node> outputs, ReadOnlySpan<Node> varying)
    {
        HashSet<int> results = [];
        foreach (Node output in outputs)
        {
            results.Add(Resolve(tape, output.Id));
        }

        HashSet<int> changing = [];
        foreach (Node input in varying)
        {
            changing.Add(input.Id);
        }

        return new TapeProgram(tape, new Phases(id => Record(tape, id), results, changing), results);
    }

    internal int SlotOf(Node node)
    {
        if (!ReferenceEquals(node.Tape, Tape))
        {
            throw new ArgumentException("The node lies on another tape.");
        }

        return _slotOf.TryGetValue(Resolve(Tape, node.Id), out int slot) ? slot : -1;
    }

    private NodeRecord Record(int id) => Record(Tape, id);

    /// <summary>A node's record with inputs that stand for themselves: where only a derivative would stop, a program goes on.</summary>
    private static NodeRecord Record(Tape tape, int id)
    {
        NodeRecord r = tape.Record(id);
        return r with { First = Resolve(tape, r.First), Second = Resolve(tape, r.Second), Third = Resolve(tape, r.Third) };
    }

    private static int Resolve(Tape tape, int id)
    {
        while (id != NodeRecord.None && tape.Record(id).Operation == Operation.StopGradient)
        {
            id = tape.Record(id).First;
        }

        return id;
    }

    /// <summary>A region of memory that holds one value at a time.</summary>
    /// <param name="Shape">Shape of the value.</param>
    /// <param name="IsPrepared">Whether it lies in the memory that a preparation fills.</param>
    /// <param name="Offset">Rows of wide values of as many columns per sample, or elements of narrow values, that lie before it.</param>
    internal readonly record struct Slot(Shape Shape, bool IsPrepared, int Offset)
    {
        public int Stride(int batch) => Shape.IsWide ? AlignedBuffer.PaddedStride(Shape.ColumnsFor(batch)) : Shape.Columns;

        public int Length(int batch) => Shape.Rows * Stride(batch);
    }

    /// <summary>Narrow values first: they stay where they are when the number of samples changes. Wide values follow in the order of their
    /// columns per sample.</summary>
    internal readonly record struct Layout(int NarrowElements, (int Multiplicity, int Rows)[] Wide)
    {
        public int Length(int batch) => NarrowElements + Before(int.MaxValue, batch);

        public int Start(Slot slot, int batch) => slot.Shape.IsWide
            ? NarrowElements + Before(slot.Shape.Multiplicity, batch) + (slot.Offset * slot.Stride(batch))
            : slot.Offset;

        private int Before(int multiplicity, int batch)
        {
            int elements = 0;
            foreach ((int own, int rows) in Wide)
            {
                if (own >= multiplicity)
                {
                    break;
                }

                elements = checked(elements + (rows * AlignedBuffer.PaddedStride(own * batch)));
            }

            return elements;
        }
    }

    /// <summary>One operation on slots; −1 stands for none.</summary>
    internal readonly record struct Instruction(NodeRecord Record, int Target, int First, int Second, int Third)
    {
        public int Addend { get; init; }

        public int Gate { get; init; }
    }
}
