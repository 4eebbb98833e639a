using Xmrl.Numerics.Kernels;
using Xmrl.Numerics.Matrices;

namespace Xmrl.Numerics.Autodiff;

/// <summary>Runs one instruction of a program. Elementwise operations run over whole padded rows: what lies in the padding is never read into a sum.</summary>
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
        switch (r.Operation)
        {
            case Operation.Constant:
                target.Data.Fill(scale);
                break;
            case Operation.Multiply:
                MatrixProduct.Multiply(x, y, target);
                break;
            case Operation.MultiplyTransposedLeft:
                MatrixProduct.MultiplyTransposedLeft(x, y, target);
                break;
            case Operation.MultiplyTransposedRight:
                MatrixProduct.MultiplyTransposedRight(x, y, target);
                break;
            case Operation.Linear:
                MatrixProduct.Linear(x, z.Data, y, r.Activation, target);
                break;
            case Operation.Add:
                Elementwise.Apply<Add>(x.Data, y.Data, target.Data);
                break;
            case Operation.Subtract:
                Elementwise.Apply<Subtract>(x.Data, y.Data, target.Data);
                break;
            case Operation.Product:
                Elementwise.Apply<Multiply>(x.Data, y.Data, target.Data);
                break;
            case Operation.TripleProduct:
                Elementwise.Apply<ScaledTripleProduct>(x.Data, y.Data, z.Data, scale, target.Data);
                break;
            case Operation.Quotient:
                Elementwise.Apply<Divide>(x.Data, y.Data, target.Data);
                break;
            case Operation.Scale:
                Elementwise.Apply<Scale>(x.Data, scale, target.Data);
                break;
            case Operation.Shift:
                Elementwise.Apply<AddScalar>(x.Data, scale, target.Data);
                break;
            case Operation.Tanh:
                VectorMath.Tanh(x.Data, target.Data);
                break;
            case Operation.TanhGradient:
                Elementwise.Apply<MultiplyOneMinusSquare>(x.Data, y.Data, target.Data);
                break;
            case Operation.Relu:
                Elementwise.Apply<MaskPositive>(x.Data, x.Data, target.Data);
                break;
            case Operation.Mask:
                Elementwise.Apply<MaskPositive>(x.Data, y.Data, target.Data);
                break;
            case Operation.Exp:
                VectorMath.Exp(x.Data, target.Data);
                break;
            case Operation.Log:
                VectorMath.Log(x.Data, target.Data);
                break;
            case Operation.Sqrt:
                Elementwise.Apply<Sqrt>(x.Data, target.Data);
                break;
            case Operation.Minimum:
                Elementwise.Apply<Minimum>(x.Data, y.Data, target.Data);
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
                Reduction.SumRows(x, target.Data);
                break;
            case Operation.SumFeatures:
                Reduction.SumColumns(x, target.Data);
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
            case Operation.PadRows:
                target.Data.Clear();
                for (int row = 0; row < x.Rows; row++)
                {
                    x.Row(row).CopyTo(target.Row(r.Offset + row));
                }

                break;
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
