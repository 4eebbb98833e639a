using Xmrl.Numerics.Matrices;

namespace Xmrl.Numerics.Autodiff;

/// <summary>Assigns slots to values so that a value's memory is used again once nothing reads it any more.</summary>
internal sealed class MemoryPlan(Tape tape, SortedSet<int> needed, HashSet<int> kept, Func<int, int> resolve)
{
    private static readonly int Line = AlignedBuffer.PaddedStride(1);

    private readonly List<TapeProgram.Slot> _slots = [];
    private readonly Dictionary<Shape, Stack<int>> _free = [];
    private int _wideRows;
    private int _narrowElements;

    public IReadOnlyList<TapeProgram.Slot> Slots => _slots;

    public Dictionary<int, int> SlotOf { get; } = [];

    public TapeProgram.Instruction[] Build()
    {
        Dictionary<int, int> lastUse = LastUses();
        var instructions = new List<TapeProgram.Instruction>();
        foreach (int id in needed)
        {
            if (tape.Record(id).Operation == Operation.Input)
            {
                SlotOf[id] = NewSlot(tape.Record(id).Shape);
            }
        }

        foreach (int id in needed)
        {
            NodeRecord r = tape.Record(id);
            if (r.Operation == Operation.Input)
            {
                continue;
            }

            ReadOnlySpan<int> inputs = [Input(r.First), Input(r.Second), Input(r.Third)];
            bool[] dies = [Dies(inputs, 0), Dies(inputs, 1), Dies(inputs, 2)];
            int target = -1;
            if (IsElementwise(r.Operation))
            {
                for (int k = 0; k < inputs.Length && target < 0; k++)
                {
                    if (dies[k] && tape.Record(inputs[k]).Shape == r.Shape)
                    {
                        target = SlotOf[inputs[k]];
                        dies[k] = false;
                    }
                }
            }

            if (target < 0)
            {
                target = Take(r.Shape);
            }

            instructions.Add(new TapeProgram.Instruction(r, target, SlotFor(inputs[0]), SlotFor(inputs[1]), SlotFor(inputs[2]), id));
            for (int k = 0; k < inputs.Length; k++)
            {
                if (dies[k])
                {
                    Free(SlotOf[inputs[k]]);
                }
            }

            SlotOf[id] = target;

            bool Dies(ReadOnlySpan<int> all, int k)
            {
                int input = all[k];
                return input >= 0 && lastUse[input] == id && tape.Record(input).Operation != Operation.Input && !kept.Contains(input) && !all[..k].Contains(input);
            }
        }

        return [.. instructions];

        int SlotFor(int input) => input < 0 ? -1 : SlotOf[input];
    }

    private static bool IsElementwise(Operation operation) => operation is
        Operation.Add or Operation.Subtract or Operation.Product or Operation.TripleProduct or Operation.Quotient or
        Operation.Scale or Operation.Shift or Operation.Tanh or Operation.TanhGradient or Operation.Relu or Operation.Mask or
        Operation.Exp or Operation.Log or Operation.Sqrt or Operation.Minimum;

    private int Input(int id) => id == NodeRecord.None ? -1 : resolve(id);

    private Dictionary<int, int> LastUses()
    {
        var last = new Dictionary<int, int>();
        foreach (int id in needed)
        {
            NodeRecord r = tape.Record(id);
            foreach (int input in (ReadOnlySpan<int>)[r.First, r.Second, r.Third])
            {
                if (input != NodeRecord.None)
                {
                    last[resolve(input)] = id;
                }
            }
        }

        return last;
    }

    private int Take(Shape shape) => _free.TryGetValue(shape, out Stack<int>? stack) && stack.TryPop(out int slot) ? slot : NewSlot(shape);

    private void Free(int slot)
    {
        Shape shape = _slots[slot].Shape;
        if (!_free.TryGetValue(shape, out Stack<int>? stack))
        {
            _free[shape] = stack = new Stack<int>();
        }

        stack.Push(slot);
    }

    private int NewSlot(Shape shape)
    {
        _slots.Add(new TapeProgram.Slot(shape, _wideRows, _narrowElements));
        if (shape.IsWide)
        {
            _wideRows += shape.Rows;
        }
        else
        {
            _narrowElements += ((shape.Rows * shape.Columns) + Line - 1) / Line * Line;
        }

        return _slots.Count - 1;
    }
}
