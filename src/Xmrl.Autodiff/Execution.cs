using Xmrl.Numerics.Kernels;
using Xmrl.Numerics.Kernels.Operators;
using Xmrl.Numerics.Matrices;

namespace Xmrl.Autodiff;

/// <summary>Runs one instruction of a program. Elementwise operations run over whole padded rows: what lies in the padding is never read
/// into a sum.</summary>
internal static class Execution
{
    public static void Run(TapeWorkspace workspace, TapeProgram.Instruction i)
    {
        NodeRecord r = i.Record;
        Matrix target = workspace.Slot(i.Target);
        Matrix x = i.First < 0 ? default : workspace.Slot(i.First);
        Matrix y = i.Second < 0 ? default : workspace.Slot(i.Second);
        Matrix z = i.Third < 0 ? default : workspace.Slot(i.Third);
        var scale = (Real)r.Scale;
        bool accumulate = i.Addend >= 0;
        if (accumulate && i.Addend != i.Target)
        {
            workspace.Slot(i.Addend).Data.CopyTo(target.Data);
        }

        ProductEnding ending = new() { Accumulate = accumulate, Gate = i.Gate < 0 ? default : workspace.Slot(i.Gate) };
        switch (r.Operation)
        {
            case Operation.Constant:
                target.Data.Fill(scale);
                break;
            case Operation.Multiply:
                MatrixProduct.Multiply(x, y, target, ending);
                break;
            case Operation.MultiplyTransposedLeft:
                MatrixProduct.MultiplyTransposedLeft(x, y, target, ending);
                break;
            case Operation.MultiplyTransposedRight:
                MatrixProduct.MultiplyTransposedRight(x, y, target, accumulate);
                break;
            case Operation.Linear:
                MatrixProduct.Linear(x, z.Data, y, r.Activation, target, ending);
                break;
            case Operation.Add:
                Elementwise.Apply<AddOperator>(x.Data, y.Data, target.Data);
                break;
            case Operation.Subtract:
                Elementwise.Apply<SubtractOperator>(x.Data, y.Data, target.Data);
                break;
            case Operation.Product:
                Elementwise.Apply<MultiplyOperator>(x.Data, y.Data, target.Data);
                break;
            case Operation.TripleProduct:
                TripleProduct(x.Data, y.Data, z.Data, scale, target.Data);
                break;
            case Operation.Quotient:
                Elementwise.Apply<DivideOperator>(x.Data, y.Data, target.Data);
                break;
            case Operation.Scale:
                Elementwise.Apply<MultiplyOperator>(x.Data, scale, target.Data);
                break;
            case Operation.Shift:
                Elementwise.Apply<AddOperator>(x.Data, scale, target.Data);
                break;
            case Operation.Tanh:
                VectorMath.Tanh(x.Data, target.Data);
                break;
            case Operation.TanhGradient:
                Elementwise.Apply<MultiplyOneMinusSquareOperator>(x.Data, y.Data, target.Data);
                break;
            case Operation.Relu:
                Elementwise.Apply<ReluOperator>(x.Data, target.Data);
                break;
            case Operation.Mask:
                Elementwise.Apply<MaskPositiveOperator>(x.Data, y.Data, target.Data);
                break;
            case Operation.Exp:
                VectorMath.Exp(x.Data, target.Data);
                break;
            case Operation.Log:
                VectorMath.Log(x.Data, target.Data);
                break;
            case Operation.Sqrt:
                Elementwise.Apply<SqrtOperator>(x.Data, target.Data);
                break;
            case Operation.Sigmoid:
                VectorMath.Sigmoid(x.Data, target.Data);
                break;
            case Operation.Softplus:
                VectorMath.Softplus(x.Data, target.Data);
                break;
            case Operation.Minimum:
                Elementwise.Apply<MinimumOperator>(x.Data, y.Data, target.Data);
                break;
            case Operation.SumAll:
                double sum = 0;
                for (int row = 0; row < x.Rows; row++)
                {
                    sum += Reduction.Sum(x.Row(row));
                }

                target[0, 0] = (Real)sum;
                break;
            case Operation.SumSamples:
                Reduction.SumRows(x, target.Data[..x.Rows]);
                break;
            case Operation.SumFeatures:
                Reduction.SumColumns(x, target.Row(0));
                break;
            case Operation.BroadcastScalar:
                target.Data.Fill(x[0, 0]);
                break;
            case Operation.BroadcastSamples:
                for (int row = 0; row < target.Rows; row++)
                {
                    target.Row(row).Fill(x[row, 0]);
                }

                break;
            case Operation.BroadcastFeatures:
                for (int row = 0; row < target.Rows; row++)
                {
                    x.Row(0).CopyTo(target.Row(row));
                }

                break;
            case Operation.CumulativeSum:
                CumulativeSum(x.Row(0), workspace.Starts, target.Row(0));
                break;
            case Operation.ReverseCumulativeSum:
                ReverseCumulativeSum(x.Row(0), workspace.Starts, target.Row(0));
                break;
            case Operation.SliceRows:
                for (int row = 0; row < target.Rows; row++)
                {
                    x.Row(r.Offset + row).CopyTo(target.Row(row));
                }

                break;
            case Operation.ConcatRows:
                for (int row = 0; row < target.Rows; row++)
                {
                    (row < x.Rows ? x.Row(row) : y.Row(row - x.Rows)).CopyTo(target.Row(row));
                }

                break;
            case Operation.Reshape:
                for (int at = 0; at < target.Rows * target.Columns; at++)
                {
                    target[at / target.Columns, at % target.Columns] = x[at / x.Columns, at % x.Columns];
                }

                break;
            case Operation.MaxFeatures:
                Reduction.MaxColumns(x, target.Row(0));
                break;
            case Operation.GroupGram:
                GroupProduct.Gram(x, y, r.Offset * workspace.Batch, target);
                break;
            case Operation.GroupMix:
                GroupProduct.Mix(x, y, r.Offset * workspace.Batch, target);
                break;
            case Operation.GroupMixTransposed:
                GroupProduct.MixTransposed(x, y, r.Offset * workspace.Batch, target);
                break;
            case Operation.PadRows:
                target.Data.Clear();
                for (int row = 0; row < x.Rows; row++)
                {
                    x.Row(row).CopyTo(target.Row(r.Offset + row));
                }

                break;
        }
    }

    private static void TripleProduct(ReadOnlySpan<Real> x, ReadOnlySpan<Real> y, ReadOnlySpan<Real> z, Real scale, Span<Real> destination)
    {
        if (scale == -2)
        {
            Elementwise.Apply<TanhCurvatureOperator>(x, y, z, destination);
            return;
        }

        Elementwise.Apply<TripleProductOperator>(x, y, z, destination);
        if (scale != 1)
        {
            Elementwise.Apply<MultiplyOperator>(destination, scale, destination);
        }
    }

    private static void CumulativeSum(ReadOnlySpan<Real> x, ReadOnlySpan<int> starts, Span<Real> destination)
    {
        for (int j = 0; j + 1 < starts.Length; j++)
        {
            double sum = 0;
            for (int t = starts[j]; t < starts[j + 1]; t++)
            {
                sum += x[t];
                destination[t] = (Real)sum;
            }
        }
    }

    private static void ReverseCumulativeSum(ReadOnlySpan<Real> x, ReadOnlySpan<int> starts, Span<Real> destination)
    {
        for (int j = 0; j + 1 < starts.Length; j++)
        {
            double sum = 0;
            for (int t = starts[j + 1] - 1; t >= starts[j]; t--)
            {
                sum += x[t];
                destination[t] = (Real)sum;
            }
        }
    }
}
