using Xmrl.Numerics.Kernels;
using Xmrl.Numerics.Matrices;
namespace Xmrl.Autodiff.Tests;

/// <summary>Programs of two phases, and programs with fused products, against programs without.</summary>
public sealed class PhaseTests
{
#if REAL_IS_DOUBLE
    /// <summary>Some ten roundings of values of order one.</summary>
    private const double Tolerance = 1e-14;
#else
    /// <summary>Some ten roundings of values of order one.</summary>
    private const double Tolerance = 1e-5;
#endif

    [Theory]
    [InlineData(7)]
    [InlineData(40)]
    [InlineData(100)]
    public void Run_Prepared_SameBitsAsWhole(int samples)
    {
        Network network = new();
        TapeProgram program = network.Tape.Compile(network.HessianProduct, network.Directions);
        var whole = new TapeWorkspace(program);
        var preparing = new TapeWorkspace(program);
        var applying = new TapeWorkspace(program);
        network.Bind(preparing, samples, 0);
        AlignedBuffer prepared = preparing.Prepare();
        prepared.Length.ShouldBe(program.PreparedLength(samples));
        prepared.Length.ShouldBeGreaterThan(0);

        // What another preparation leaves behind must not matter.
        network.Bind(applying, samples + 9, 5);
        applying.Run();
        foreach (int direction in new[] { 1, 2 })
        {
            network.Bind(whole, samples, direction);
            network.Bind(applying, samples, direction);
            whole.Run();
            applying.Run(prepared);
            Network.Read(applying, network.HessianProduct).ShouldBe(Network.Read(whole, network.HessianProduct));
        }
    }

    [Fact]
    public void Run_TwoPhases_EqualsOnePhase()
    {
        Network network = new();
        var one = new TapeWorkspace(network.Tape.Compile(network.HessianProduct));
        var two = new TapeWorkspace(network.Tape.Compile(network.HessianProduct, network.Directions));
        network.Bind(one, 50, 1);
        network.Bind(two, 50, 1);
        one.Run();
        two.Run();
        ShouldBeNear(Network.Read(two, network.HessianProduct), Network.Read(one, network.HessianProduct));
    }

    [Fact]
    public void Compile_Varying_ComputesLessPerRun()
    {
        Network network = new();
        TapeProgram one = network.Tape.Compile(network.HessianProduct);
        TapeProgram two = network.Tape.Compile(network.HessianProduct, network.Directions);
        two.InstructionCount.ShouldBeLessThan(one.InstructionCount);
        network.Tape.Compile(network.HessianProduct).PreparedLength(100).ShouldBe(0);
    }

    [Fact]
    public void Run_FusedProducts_EqualTheSameProductsApart()
    {
        Network network = new();
        Node[] all =
            [
                .. Enumerable.Range(0, network.Tape.Count)
                .Select(id => new Node(network.Tape, id))
                .Where(node => node.Tape.Record(node.Id).Operation != Operation.StopGradient),
            ];
        var fused = new TapeWorkspace(network.Tape.Compile(network.HessianProduct));
        var apart = new TapeWorkspace(network.Tape.Compile([.. network.HessianProduct, .. all]));
        fused.Program.Instructions.Count(i => i.Addend >= 0).ShouldBeGreaterThan(3);
        fused.Program.Instructions.Count(i => i.Gate >= 0).ShouldBeGreaterThan(1);
        apart.Program.Instructions.ShouldAllBe(i => i.Addend < 0 && i.Gate < 0);
        network.Bind(fused, 50, 1);
        network.Bind(apart, 50, 1);
        fused.Run();
        apart.Run();
        ShouldBeNear(Network.Read(fused, network.HessianProduct), Network.Read(apart, network.HessianProduct));
    }

    [Fact]
    public void Run_SumThatOthersRead_LeavesItsSummandsAlone()
    {
        // x·(W·y + x) + x: the addend of the product is read again afterwards.
        var tape = new Tape();
        Node w = tape.Input("w", 2, 2);
        Node y = tape.Input("y", 2, Shape.Batch);
        Node x = tape.Exp(y);
        Node result = (x * (tape.Multiply(w, y) + x)) + x;
        var workspace = new TapeWorkspace(tape.Compile(result));
        workspace.Begin(3);
        workspace.Bind(w, [1, 2, 3, 4]);
        workspace.Bind(y, [0, 0, 0, 0, 0, 0]);
        workspace.Run();
        Network.Read(workspace, [result]).ShouldAllBe(value => value == 2);
    }

    [Fact]
    public void Run_PreparationTooShort_NamesBothLengths()
    {
        Network network = new();
        var workspace = new TapeWorkspace(network.Tape.Compile(network.HessianProduct, network.Directions));
        network.Bind(workspace, 20, 0);
        Should.Throw<ArgumentException>(() => workspace.Run(new AlignedBuffer(3))).Message.ShouldContain("found 3");
    }

    [Fact]
    public void Compile_VaryingThatIsNoInput_Throws()
    {
        Network network = new();
        Should.Throw<ArgumentException>(() => network.Tape.Compile(network.HessianProduct, network.HessianProduct.AsSpan(0, 1)));
    }

    [Fact]
    public void TryLend_LimitReached_GivesNullUntilRoomIsMade()
    {
        var memory = new PreparationMemory(100 * sizeof(Real));
        AlignedBuffer first = memory.TryLend(60).ShouldNotBeNull();
        memory.TryLend(60).ShouldBeNull();
        memory.HeldBytes.ShouldBe(60 * sizeof(Real));
        memory.Return(first);
        memory.TryLend(60).ShouldBeSameAs(first);
        memory.Return(first);
        memory.TryLend(80).ShouldNotBeNull().Length.ShouldBe(80);
        memory.HeldBytes.ShouldBe(80 * sizeof(Real));
    }

    private static void ShouldBeNear(Real[] values, Real[] expected)
    {
        double scale = expected.Max(Math.Abs);
        scale.ShouldBeGreaterThan(0);
        for (int i = 0; i < values.Length; i++)
        {
            ((double)values[i]).ShouldBe(expected[i], Tolerance * scale);
        }
    }

    /// <summary>Two tanh layers with a quadratic loss, and its Hessian times a direction.</summary>
    private sealed class Network
    {
        private static readonly (int Rows, int Columns)[] s_shapes = [(12, 2), (12, 1), (11, 12), (11, 1), (2, 11), (2, 1)];

        private readonly Node _input;

        public Network()
        {
            _input = Tape.Input("x", 2, Shape.Batch);
            Parameters = [.. s_shapes.Select((shape, i) => Tape.Input($"p{i}", shape.Rows, shape.Columns))];
            Directions = [.. s_shapes.Select((shape, i) => Tape.Input($"d{i}", shape.Rows, shape.Columns))];
            Node hidden = Tape.Linear(Parameters[0], Parameters[1], _input, Activation.Tanh);
            hidden = Tape.Linear(Parameters[2], Parameters[3], hidden, Activation.Tanh);
            Node output = Tape.Linear(Parameters[4], Parameters[5], hidden, Activation.Identity);
            HessianProduct = Tape.VectorJacobian(Tape.Gradient(Tape.Sum(Tape.Square(output)), Parameters), Directions, Parameters);
        }

        public Tape Tape { get; } = new();

        public Node[] Parameters { get; }

        public Node[] Directions { get; }

        public Node[] HessianProduct { get; }

        public static Real[] Read(TapeWorkspace workspace, Node[] nodes)
        {
            var values = new List<Real>();
            foreach (Node node in nodes)
            {
                ConstMatrix matrix = workspace.Read(node);
                for (int row = 0; row < matrix.Rows; row++)
                {
                    values.AddRange(matrix.Row(row));
                }
            }

            return [.. values];
        }

        public void Bind(TapeWorkspace workspace, int samples, int direction)
        {
            workspace.Begin(samples);
            workspace.Bind(_input, Waves(2 * samples, 1));
            for (int i = 0; i < s_shapes.Length; i++)
            {
                int length = s_shapes[i].Rows * s_shapes[i].Columns;
                workspace.Bind(Parameters[i], Waves(length, 10 + i));
                workspace.Bind(Directions[i], Waves(length, 20 + (10 * direction) + i));
            }
        }

        private static Real[] Waves(int length, int salt)
            => [.. Enumerable.Range(0, length).Select(i => (Real)(0.5 * Math.Sin((1.3 * i) + salt)))];
    }
}
