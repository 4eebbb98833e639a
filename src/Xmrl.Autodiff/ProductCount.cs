namespace Xmrl.Autodiff;

/// <summary>Floating-point operations of the matrix products among some instructions: 2·M·N·K per product; nothing else is
/// counted.</summary>
/// <param name="Fixed">Of products that no sample enters.</param>
/// <param name="PerSample">Of the others, per sample.</param>
internal readonly record struct ProductCount(double Fixed, double PerSample)
{
    /// <summary>Counts.</summary>
    /// <param name="instructions">The instructions.</param>
    /// <param name="slots">Where they read and write.</param>
    public static ProductCount Of(TapeProgram.Instruction[] instructions, TapeProgram.Slot[] slots)
    {
        var count = default(ProductCount);
        foreach (TapeProgram.Instruction instruction in instructions)
        {
            Shape target = instruction.Record.Shape;
            int contracted = instruction.Record.Operation switch
            {
                Operation.Multiply or Operation.Linear or Operation.MultiplyTransposedRight => slots[instruction.First].Shape.Columns,
                Operation.MultiplyTransposedLeft or Operation.GroupGram => slots[instruction.First].Shape.Rows,
                Operation.GroupMix => slots[instruction.Second].Shape.Rows,
                Operation.GroupMixTransposed => slots[instruction.First].Shape.Columns / instruction.Record.Offset,
                _ => 0,
            };
            double operations = 2.0 * target.Rows * Math.Abs(target.Columns) * Math.Abs(contracted);
            count = target.IsWide || contracted < 0
                ? count with { PerSample = count.PerSample + operations }
                : count with { Fixed = count.Fixed + operations };
        }

        return count;
    }

    /// <summary>Operations of one run.</summary>
    /// <param name="batch">Number of samples, ≥ 1.</param>
    public double At(int batch) => Fixed + (PerSample * batch);
}
