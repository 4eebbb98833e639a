using Xmrl.Numerics.Matrices;

namespace Xmrl.Autodiff;

/// <summary>Memory and bindings to run one program. Not safe for concurrent use: one per worker.</summary>
internal sealed class TapeWorkspace
{
    private readonly bool[] _bound;
    private AlignedBuffer _memory = new(0);
    private AlignedBuffer _own = new(0);
    private AlignedBuffer _prepared = new(0);
    private int _batch = -1;
    private int[] _starts = [];
    private int _trajectories;

    /// <summary>Prepares to run a program.</summary>
    /// <param name="program">The program.</param>
    public TapeWorkspace(TapeProgram program)
    {
        Program = program;
        _bound = new bool[program.Slots.Length];
    }

    /// <summary>The program that runs here.</summary>
    public TapeProgram Program { get; }

    /// <summary>Number of samples of the current run.</summary>
    public int Batch => _batch;

    /// <summary>Operations of all matrix products that were executed here so far, 2·M·N·K each.</summary>
    public double ProductOperations { get; private set; }

    internal ReadOnlySpan<int> Starts => _starts.AsSpan(0, _trajectories);

    /// <summary>Begins a run over a number of samples. Inputs of fixed shape stay bound; if the number of samples changes, all others have
    /// to be bound again.</summary>
    /// <param name="batch">Number of samples, ≥ 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">No samples.</exception>
    public void Begin(int batch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        if (batch == _batch)
        {
            return;
        }

        _batch = batch;
        int size = Program.Shared.Length(batch);
        if (size > _memory.Length)
        {
            var larger = new AlignedBuffer(size);
            _memory.Span[..Math.Min(_memory.Length, Program.Shared.NarrowElements)].CopyTo(larger.Span);
            _memory = larger;
        }

        foreach ((_, int slot) in Program.Inputs)
        {
            _bound[slot] &= !Program.Slots[slot].Shape.IsWide;
        }
    }

    /// <summary>True if the program reads the node: an input that nothing needs does not have to be bound.</summary>
    /// <param name="input">An input of the tape.</param>
    /// <returns>True if it has to be bound.</returns>
    public bool Needs(Node input) => Program.SlotOf(input) >= 0;

    /// <summary>Binds an input of fixed shape from packed numbers; ignored if the program does not read it.</summary>
    /// <param name="input">An input of the tape.</param>
    /// <param name="values">rows·columns numbers, row after row.</param>
    public void Bind(Node input, ReadOnlySpan<Real> values)
    {
        int slot = Program.SlotOf(input);
        if (slot < 0)
        {
            return;
        }

        int columns = input.Shape.ColumnsFor(_batch);
        Bind(input, new ConstMatrix(values, input.Shape.Rows, columns));
    }

    /// <summary>Binds an input; ignored if the program does not read it.</summary>
    /// <param name="input">An input of the tape.</param>
    /// <param name="values">Its value, copied.</param>
    /// <exception cref="ArgumentException">The shape is not the input's.</exception>
    public void Bind(Node input, ConstMatrix values)
    {
        int slot = Program.SlotOf(input);
        if (slot < 0)
        {
            return;
        }

        int columns = input.Shape.ColumnsFor(_batch);
        if (values.Rows != input.Shape.Rows || values.Columns != columns)
        {
            throw new ArgumentException(
                $"Input '{input.Tape.NameOf(input.Id)}' has shape [{input.Shape.Rows}, {columns}]; found [{values.Rows}, "
                    + $"{values.Columns}].",
                nameof(values));
        }

        Matrix target = Slot(slot);
        for (int row = 0; row < values.Rows; row++)
        {
            values.Row(row).CopyTo(target.Row(row));
        }

        _bound[slot] = true;
    }

    /// <summary>Binds where each trajectory begins, for running sums.</summary>
    /// <param name="starts">First sample of each trajectory, ascending, then the number of samples. Length N + 1.</param>
    public void BindTrajectories(ReadOnlySpan<int> starts)
    {
        if (_starts.Length < starts.Length)
        {
            _starts = new int[starts.Length];
        }

        starts.CopyTo(_starts);
        _trajectories = starts.Length;
    }

    /// <summary>Computes what does not depend on the varying inputs. They do not have to be bound.</summary>
    /// <param name="memory">Memory of an earlier preparation that is not needed any more, or null.</param>
    /// <returns>The values, for <see cref="Run(AlignedBuffer)"/> with the same other inputs, in any workspace of the program.</returns>
    public AlignedBuffer Prepare(AlignedBuffer? memory = null)
    {
        int length = Program.PreparedLength(_batch);
        _prepared = memory is not null && memory.Length >= length ? memory : new AlignedBuffer(length);
        Execute(Program.Preparation);
        ProductOperations += Program.PreparationProducts.At(_batch);
        return _prepared;
    }

    /// <summary>Runs the program on what is bound.</summary>
    /// <exception cref="InvalidOperationException">An input is not bound.</exception>
    public void Run()
    {
        RequireBound();
        if (Program.Preparation.Length > 0)
        {
            _own = Prepare(_own);
        }

        ExecuteRun();
    }

    /// <summary>Runs what depends on the varying inputs.</summary>
    /// <param name="prepared">What <see cref="Prepare"/> gave for the same other inputs.</param>
    /// <exception cref="InvalidOperationException">An input is not bound.</exception>
    /// <exception cref="ArgumentException">The memory is too short for this program and number of samples.</exception>
    public void Run(AlignedBuffer prepared)
    {
        RequireBound();
        if (prepared.Length < Program.PreparedLength(_batch))
        {
            throw new ArgumentException(
                $"A preparation over {_batch} samples has {Program.PreparedLength(_batch)} elements; found {prepared.Length}.",
                nameof(prepared));
        }

        _prepared = prepared;
        ExecuteRun();
    }

    /// <summary>The value of an output, valid until the next run.</summary>
    /// <param name="output">A node that the program was compiled for.</param>
    /// <returns>Its value.</returns>
    /// <exception cref="ArgumentException">The program does not compute the node.</exception>
    public ConstMatrix Read(Node output)
    {
        int slot = Program.SlotOf(output);
        return slot >= 0
            ? Slot(slot)
            : throw new ArgumentException($"The program does not compute {output.Tape.NameOf(output.Id)}.", nameof(output));
    }

    /// <summary>The value of a scalar output.</summary>
    /// <param name="output">A scalar node that the program was compiled for.</param>
    /// <returns>Its value.</returns>
    public double ReadScalar(Node output) => Read(output)[0, 0];

    internal Matrix Slot(int index)
    {
        TapeProgram.Slot slot = Program.Slots[index];
        TapeProgram.Layout layout = slot.IsPrepared ? Program.Prepared : Program.Shared;
        AlignedBuffer memory = slot.IsPrepared ? _prepared : _memory;
        return new Matrix(
            memory.Span.Slice(layout.Start(slot, _batch), slot.Length(_batch)), slot.Shape.Rows, slot.Shape.ColumnsFor(_batch),
            slot.Stride(_batch));
    }

    private void ExecuteRun()
    {
        Execute(Program.Instructions);
        ProductOperations += Program.InstructionProducts.At(_batch);
    }

    private void Execute(TapeProgram.Instruction[] instructions)
    {
        foreach (TapeProgram.Instruction instruction in instructions)
        {
            Execution.Run(this, instruction);
        }
    }

    private void RequireBound()
    {
        foreach ((int id, int slot) in Program.Inputs)
        {
            if (!_bound[slot])
            {
                throw new InvalidOperationException($"Input '{Program.Tape.NameOf(id)}' is not bound.");
            }
        }
    }
}
