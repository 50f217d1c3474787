;; The inner loops of histograms, two doubles at a time: a gradient and its hessian, added in the same order as
;; script-histograms.ts adds them, and so with the same sums. Places and sizes are in bytes.
(module
  (memory (import "histograms" "memory") 1)

  ;; Adds rows to a histogram. `pairs` holds their gradients and hessians; `bins`, row after row of the matrix, the bins of
  ;; all features, in one byte each or two; `offsets` where in a histogram each feature begins.
  (func (export "add")
    (param $rows i32) (param $numRows i32) (param $pairs i32)
    (param $bins i32) (param $bytesPerBin i32) (param $offsets i32) (param $numFeatures i32) (param $histogram i32)
    (local $lastRow i32) (local $bin i32) (local $offset i32) (local $lastOffset i32)
    (local $sum i32) (local $pair v128)
    (local.set $lastRow (i32.add (local.get $rows) (i32.shl (local.get $numRows) (i32.const 2))))
    (local.set $lastOffset (i32.add (local.get $offsets) (i32.shl (local.get $numFeatures) (i32.const 2))))
    (block $noRow
      (loop $nextRow
        (br_if $noRow (i32.ge_u (local.get $rows) (local.get $lastRow)))
        (local.set $pair (v128.load (local.get $pairs)))
        (local.set $bin
          (i32.add
            (local.get $bins)
            (i32.mul (i32.mul (i32.load (local.get $rows)) (local.get $numFeatures)) (local.get $bytesPerBin))))
        (local.set $offset (local.get $offsets))
        (if (i32.eq (local.get $bytesPerBin) (i32.const 1))
          (then
            (loop $nextByte
              (local.set $sum
                (i32.add
                  (i32.add (local.get $histogram) (i32.load (local.get $offset)))
                  (i32.shl (i32.load8_u (local.get $bin)) (i32.const 4))))
              (v128.store (local.get $sum) (f64x2.add (v128.load (local.get $sum)) (local.get $pair)))
              (local.set $bin (i32.add (local.get $bin) (i32.const 1)))
              (local.set $offset (i32.add (local.get $offset) (i32.const 4)))
              (br_if $nextByte (i32.lt_u (local.get $offset) (local.get $lastOffset)))))
          (else
            (loop $nextShort
              (local.set $sum
                (i32.add
                  (i32.add (local.get $histogram) (i32.load (local.get $offset)))
                  (i32.shl (i32.load16_u (local.get $bin)) (i32.const 4))))
              (v128.store (local.get $sum) (f64x2.add (v128.load (local.get $sum)) (local.get $pair)))
              (local.set $bin (i32.add (local.get $bin) (i32.const 2)))
              (local.set $offset (i32.add (local.get $offset) (i32.const 4)))
              (br_if $nextShort (i32.lt_u (local.get $offset) (local.get $lastOffset))))))
        (local.set $rows (i32.add (local.get $rows) (i32.const 4)))
        (local.set $pairs (i32.add (local.get $pairs) (i32.const 16)))
        (br $nextRow))))

  ;; Takes one child's histogram from its parent's.
  (func (export "subtract") (param $parent i32) (param $child i32) (param $size i32)
    (local $end i32)
    (local.set $end (i32.add (local.get $parent) (local.get $size)))
    (loop $next
      (v128.store (local.get $parent) (f64x2.sub (v128.load (local.get $parent)) (v128.load (local.get $child))))
      (local.set $parent (i32.add (local.get $parent) (i32.const 16)))
      (local.set $child (i32.add (local.get $child) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $parent) (local.get $end))))))
